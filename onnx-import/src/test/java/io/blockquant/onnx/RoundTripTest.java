package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.ImportOptions.ScaleRounding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Write graphs and read them again: the same graph comes back. */
class RoundTripTest {

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> whatRealToolsWroteComesBackTheSame() {
    return Testdata.validModels().stream()
        .map(file -> DynamicTest.dynamicTest(file.getParent().toString(), () -> roundTrip(file)));
  }

  private static void roundTrip(Path file) {
    try (OnnxModel first = OnnxModel.load(file);
        OnnxModel second =
            OnnxModel.load(OnnxWriter.toBytes(first.graph(), WriteOptions.defaults()))) {
      Graphs.assertSame(first.graph(), second.graph());
    }
  }

  @Test
  void everyRecipeComesBackTheSame() {
    GraphBuilder builder = Graph.builder("recipes");
    Value x = builder.input("x", ElementType.FLOAT, Shape.of(8, 64));
    Value g = builder.constant("g", Tensor.ofFloats(Shape.of(1), 0.5f));
    Value scale = builder.constant("scale", Tensor.ofFloats(Shape.SCALAR, 0.25f));
    int fp4 = ElementType.FLOAT4E2M1.onnxCode();
    int fp8 = ElementType.FLOAT8E4M3FN.onnxCode();
    int e8m0 = ElementType.FLOAT8E8M0.onnxCode();
    int real = ElementType.FLOAT.onnxCode();
    List<NodeSpec> specs =
        List.of(
            dynamic(x, fp4, fp8).with("axis", -1).with("block_size", 16).withInput(1, g),
            dynamic(x, fp4, fp8).with("axis", -1).with("block_size", 16),
            dynamic(x, fp8, e8m0)
                .with("axis", -1)
                .with("block_size", 32)
                .with("scale_rounding", "up"),
            dynamic(x, fp8, e8m0)
                .with("axis", 0)
                .with("block_size", 8)
                .with("scale_rounding", "floor"),
            dynamic(x, fp4, e8m0)
                .with("axis", -1)
                .with("block_size", 32)
                .with("scale_rounding", "floor"),
            dynamic(x, fp8, real).with("block_shape", List.of(3L, -1L)),
            dynamic(x, fp8, e8m0)
                .with("block_shape", List.of(1L, 32L))
                .with("scale_rounding", "floor"),
            NodeSpec.of(op("Quantize"), 1, Attributes.NONE, x, scale),
            NodeSpec.of(op("Quantize"), 1, Attributes.NONE.with("output_type", fp8), x, scale)
                .with("precision", 1),
            NodeSpec.of(op("Quantize"), 1, Attributes.NONE.with("output_type", fp4), x, scale)
                .with("block_shape", List.of(2L, 3L)),
            NodeSpec.of(op("Quantize"), 1, Attributes.NONE.with("saturate", 0), x, scale)
                .with("output_type", fp8));
    for (NodeSpec spec : specs) {
      List<Value> outputs = builder.add(spec);
      outputs.forEach(builder::output);
    }
    Graph graph = builder.build();
    for (int opset : List.of(13, 21, 23, 25)) {
      byte[] bytes =
          OnnxWriter.toBytes(graph, WriteOptions.defaults().withOpsets(Map.of(OpId.ONNX, opset)));
      try (OnnxModel read = OnnxModel.load(bytes)) {
        Graphs.assertSame(graph, read.graph());
      }
    }
  }

  private static NodeSpec dynamic(Value x, int outputType, int scaleType) {
    return NodeSpec.of(op("DynamicQuantize"), 2, Attributes.NONE, x)
        .with("output_type", outputType)
        .with("scale_type", scaleType);
  }

  private static OpId op(String type) {
    return new OpId(OpId.BLOCKQUANT, type, 1);
  }

  @Test
  void theImportOptionChoosesHowScalesAreRounded() {
    GraphBuilder builder = Graph.builder("mx");
    Value x = builder.input("x", ElementType.FLOAT, Shape.of(2, 32));
    builder
        .add(
            dynamic(x, ElementType.FLOAT8E4M3FN.onnxCode(), ElementType.FLOAT8E8M0.onnxCode())
                .with("axis", -1)
                .with("block_size", 32)
                .with("scale_rounding", "up"))
        .forEach(builder::output);
    byte[] bytes = OnnxWriter.toBytes(builder.build(), WriteOptions.defaults());
    ImportOptions floor = ImportOptions.defaults().withScaleRounding(ScaleRounding.FLOOR);
    try (OnnxModel model = OnnxModel.load(bytes, floor)) {
      assertEquals(
          "floor",
          model.graph().nodes().getFirst().attributes().text("scale_rounding").orElseThrow());
    }
  }

  @Test
  void externalDataComesBackTheSame() throws IOException {
    GraphBuilder builder = Graph.builder("external");
    Value x = builder.input("x", ElementType.FLOAT, Shape.of(100));
    float[] values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f;
    }
    Value large = builder.constant("large", Tensor.ofFloats(Shape.of(100), values));
    Value small = builder.constant("small", Tensor.ofFloats(Shape.of(1), 3f));
    Value sum = builder.add(standard("Add", x, large)).getFirst();
    builder.output(builder.add(standard("Mul", sum, small)).getFirst());
    Graph graph = builder.build();
    Path file = folder.resolve("model.onnx");
    OnnxWriter.write(graph, file, WriteOptions.defaults().withExternalFrom(100));
    assertEquals(400, Files.size(folder.resolve("model.onnx.data")));
    assertTrue(Files.size(file) < 400);
    try (OnnxModel read = OnnxModel.load(file)) {
      Graphs.assertSame(graph, read.graph());
      // Over the files that it is mapped from.
      OnnxWriter.write(read.graph(), file, WriteOptions.defaults().withExternalFrom(100));
    }
    try (OnnxModel read = OnnxModel.load(file);
        Stream<Path> files = Files.list(folder)) {
      Graphs.assertSame(graph, read.graph());
      assertEquals(2, files.count(), "no temporary file stays behind");
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThrows(RuntimeException.class, () -> OnnxModel.load(bytes));
    try (OnnxModel read =
        OnnxModel.load(bytes, ImportOptions.defaults().withExternalData(folder))) {
      Graphs.assertSame(graph, read.graph());
    }
  }

  @Test
  void constantsCanBeWrittenAsInputs() {
    GraphBuilder builder = Graph.builder("region");
    Value x = builder.input("x", ElementType.FLOAT, Shape.of(2));
    Value w = builder.constant("w", Tensor.ofFloats(Shape.of(2), 1f, 2f));
    builder.output(builder.add(standard("Add", x, w)).getFirst());
    WriteOptions options = WriteOptions.defaults().withInitializersAsInputs(true).withIrVersion(9);
    try (OnnxModel read = OnnxModel.load(OnnxWriter.toBytes(builder.build(), options))) {
      assertEquals(List.of("x", "w"), read.graph().inputs().stream().map(Value::name).toList());
      assertTrue(read.graph().initializers().isEmpty());
      assertFalse(read.graph().requiredInputs().isEmpty());
      assertEquals(9, read.irVersion());
      assertEquals(Map.of(OpId.ONNX, 17), read.opsets());
    }
  }

  private static NodeSpec standard(String type, Value... inputs) {
    return NodeSpec.of(new OpId(OpId.ONNX, type, 17), 1, Attributes.NONE, inputs);
  }
}
