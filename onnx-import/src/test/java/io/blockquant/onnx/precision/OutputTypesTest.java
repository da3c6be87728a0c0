package io.blockquant.onnx.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.onnx.OnnxModel;
import io.blockquant.onnx.OnnxTensorFile;
import io.blockquant.onnx.Testdata;
import io.blockquant.onnx.types.ElementTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** After promotion, the types that follow from a graph are those of the expected outputs. */
class OutputTypesTest {

  @TestFactory
  Stream<DynamicTest> outputsHaveTheTypesThatAreExpected() {
    return Testdata.validModels().stream()
        .map(file -> DynamicTest.dynamicTest(file.getParent().toString(), () -> check(file)));
  }

  private static void check(Path file) {
    try (OnnxModel model = OnnxModel.load(file)) {
      Graph graph = model.graph();
      Map<String, ElementType> types = types(graph);
      for (int i = 0; i < graph.outputs().size(); i++) {
        Path expected = file.resolveSibling("test_data_set_0").resolve("output_" + i + ".pb");
        ElementType found = types.get(graph.outputs().get(i).name());
        if (!Files.exists(expected) || found == null) {
          continue; // Control flow and other domains' operators have types unknown here.
        }
        ElementType type = OnnxTensorFile.read(expected).elementType();
        // The expected scales of MX formats are stored as their bytes.
        boolean bytes = type == ElementType.UINT8 && found == ElementType.FLOAT8E8M0;
        assertEquals(bytes ? ElementType.FLOAT8E8M0 : type, found);
      }
    }
  }

  private static Map<String, ElementType> types(Graph graph) {
    Map<String, ElementType> types = new HashMap<>();
    graph.initializers().forEach((name, tensor) -> types.put(name, tensor.elementType()));
    graph
        .inputs()
        .forEach(input ->
            graph.type(input.name()).ifPresent(t -> types.put(input.name(), t.elementType())));
    ElementTypes inference = new ElementTypes(name -> Optional.ofNullable(types.get(name)));
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        String output = node.output(i);
        inference.output(node, i).ifPresent(type -> types.put(output, type));
      }
    }
    return types;
  }
}
