package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.graph.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Import what real tools wrote, and refuse what is broken. */
class TestdataImportTest {

  /** What the message must mention, by case; those that are the operators' business are absent. */
  private static final Map<String, List<String>> EXPECTED = expected();

  private static Map<String, List<String>> expected() {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    expected.put("cyclic_graph", List.of("Graph.Cycle", "cycle", "n1, n2", "tensor", "b is used"));
    expected.put("duplicate_initializer_names", List.of("Graph.DuplicateValue", "w occurs twice"));
    expected.put("duplicate_output_names", List.of("Graph.DuplicateValue", "y", "n1", "n2"));
    expected.put("empty_file", List.of("Onnx.EmptyFile", "empty", "not an ONNX model"));
    expected.put(
        "external_missing_file",
        List.of(
            "Onnx.ExternalData", "initializer 'w'", "absent.bin not found in the model folder"));
    expected.put(
        "external_negative_offset",
        List.of("Onnx.ExternalData", "initializer 'w'", "offset", "-8 is negative"));
    expected.put(
        "external_path_escape",
        List.of(
            "Onnx.ExternalData", "initializer 'w'", "../../etc/passwd", "leaves the model folder"));
    expected.put(
        "fp4_raw_data_wrong_length",
        List.of(
            "Onnx.DataLength", "initializer 'w'", "FLOAT4E2M1 [3, 5]", "needs 8 bytes", "has 7"));
    expected.put(
        "fp4_wrong_scale_type",
        List.of("Onnx.ScaleType", "dynq_node", "FLOAT8E4M3FN (17)", "1 (FLOAT)"));
    expected.put(
        "huge_dims_initializer",
        List.of(
            "Onnx.Dims",
            "initializer 'w'",
            "2147483648",
            "18446744073709551616 bytes",
            "16 bytes"));
    expected.put(
        "huge_dims_overflow_to_small",
        List.of("Onnx.Dims", "initializer 'w'", "element count overflows 64 bits"));
    expected.put(
        "initializer_without_data",
        List.of("Onnx.DataLength", "initializer 'w'", "FLOAT [4]", "16 bytes", "has no data"));
    expected.put(
        "negative_dim_initializer",
        List.of("Onnx.Dims", "initializer 'w'", "dimension 0", "is negative (-4)"));
    expected.put(
        "not_protobuf", List.of("Onnx.NotProtobuf", "not an ONNX file (no valid ModelProto)"));
    expected.put(
        "raw_data_wrong_length",
        List.of(
            "Onnx.DataLength",
            "initializer 'w'",
            "FLOAT [4]",
            "needs 16 bytes of raw_data",
            "has 15"));
    expected.put("truncated_file", List.of("Onnx.Truncated", "truncated", "position", "graph"));
    expected.put(
        "unknown_element_type",
        List.of("Onnx.UnknownElementType", "initializer 'w'", "unknown element type 99"));
    expected.put(
        "unknown_op",
        List.of("Onnx.UnknownOperator", "mystery", "unknown operator trt::TRT_FP2Quantize"));
    return expected;
  }

  @TestFactory
  Stream<DynamicTest> everyValidModelImports() {
    return Testdata.validModels().stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> imports(file)));
  }

  private static void imports(Path file) {
    try (OnnxModel model = OnnxModel.load(file)) {
      assertFalse(model.graph().outputs().isEmpty());
      for (Node node : model.graph().nodes()) {
        assertFalse(
            node.op().type().matches("(TRT_.*|QuantizeLinear|DequantizeLinear)"), node::describe);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyBrokenFileIsRefused() {
    return Testdata.invalidModels().stream()
        .filter(file -> EXPECTED.containsKey(name(file)))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> refuses(file)));
  }

  private static void refuses(Path file) {
    BlockquantException refusal =
        assertTimeoutPreemptively(
            Duration.ofSeconds(2),
            () -> assertThrows(BlockquantException.class, () -> OnnxModel.load(file)));
    String message = String.valueOf(refusal.getMessage());
    for (String words : EXPECTED.getOrDefault(name(file), List.of())) {
      assertTrue(message.contains(words), () -> "'" + words + "' is missing in\n" + message);
    }
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void everyExpectedCaseExists() {
    List<String> present = Testdata.invalidModels().stream().map(TestdataImportTest::name).toList();
    assertTrue(present.containsAll(EXPECTED.keySet()), present::toString);
  }

  private static String name(Path file) {
    return String.valueOf(file.getName(file.getNameCount() - 2));
  }
}
