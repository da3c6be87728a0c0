package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.NodeProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each quantizing operator of a file becomes the node of the catalog that means the same. */
class OperatorImportTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRT_FP4DynamicQuantize | DynamicQuantize |"
            + " {axis = 1, block_size = 16, output_type = 23, scale_type = 17}",
        "TRT_MXFP8DynamicQuantize | DynamicQuantize | {axis = -1, block_size = 32,"
            + " output_type = 17, scale_type = 24, scale_rounding = \"up\"}",
        "TRT_DynamicQuantize | DynamicQuantize | {scale_type = 1}",
        "TRT_BlockQuantize | Quantize | {precision = 1, output_type = 17}",
        "TRT_BlockDequantize | Dequantize | {}",
        "TRT_FP8QuantizeLinear | Quantize | {output_type = 17, precision = 1}",
        "TRT_FP8DequantizeLinear | Dequantize | {}",
        "TRT_INT4QuantizeLinear | Quantize | {output_type = 22, precision = 1}",
        "TRT_INT4DequantizeLinear | Dequantize | {}",
        "TRT_MXFP8QuantizeLinear | Quantize | {output_type = 17, precision = 1}",
        "TRT_MXFP8DequantizeLinear | Dequantize | {}",
        "QuantizeLinear | Quantize | {precision = 1}",
        "DequantizeLinear | Dequantize | {}",
      })
  void namesDecideWhateverTheDomain(String type, String operator, String attributes) {
    for (String domain : List.of("trt", "trt.plugins")) {
      Node node = only(Protos.node(type, "n", List.of("x", "s"), "y").setDomain(domain), 25);
      assertEquals(new OpId(OpId.BLOCKQUANT, operator, 1), node.op());
      assertEquals(attributes, node.attributes().toString());
      assertEquals(domain + "::" + type, node.origin());
    }
  }

  @Test
  void givenAttributesWinOverDefaults() {
    NodeProto.Builder node =
        Protos.node("TRT_FP4DynamicQuantize", "n", List.of("x", "s"), "y")
            .setDomain("trt")
            .addAttribute(Protos.integer("axis", -1))
            .addAttribute(Protos.integer("scale_type", 17));
    assertEquals(
        "{axis = -1, block_size = 16, output_type = 23, scale_type = 17}",
        only(node, 25).attributes().toString());
  }

  @Test
  void zeroMeansAbsentInTheStandardOperators() {
    NodeProto.Builder quantize =
        Protos.node("QuantizeLinear", "n", List.of("x", "s"), "y")
            .addAttribute(Protos.integer("axis", 0))
            .addAttribute(Protos.integer("block_size", 0))
            .addAttribute(Protos.integer("output_dtype", 23))
            .addAttribute(Protos.integer("precision", 0))
            .addAttribute(Protos.integer("saturate", 0));
    assertEquals(
        "{axis = 0, output_type = 23, saturate = 0}", only(quantize, 25).attributes().toString());
  }

  @Test
  void anotherScaleTypeIsRefused() {
    NodeProto.Builder node =
        Protos.node("TRT_FP4DynamicQuantize", "dynq", List.of("x", "s"), "y")
            .setDomain("trt")
            .addAttribute(Protos.integer("scale_type", 1));
    BlockquantException refusal = refused(node);
    assertEquals("Onnx.ScaleType", refusal.diagnostics().getFirst().code());
    assertTrue(refusal.getMessage().contains("scale_type FLOAT8E4M3FN (17)"));
    assertTrue(refusal.getMessage().contains("scale_type 1 (FLOAT)"));
    assertTrue(refusal.getMessage().contains("'dynq'"));
  }

  @Test
  void placeholdersAndStrangersAreRefused() {
    assertEquals(
        "Onnx.UnfinishedExport",
        refused(Protos.node("TRT_FP4QDQ", "n", List.of("x"), "y").setDomain("trt"))
            .diagnostics()
            .getFirst()
            .code());
    for (String domain : List.of("", "trt", "trt.plugins")) {
      assertEquals(
          "Onnx.UnknownOperator",
          refused(Protos.node("TRT_FP2Quantize", "n", List.of("x"), "y").setDomain(domain))
              .diagnostics()
              .getFirst()
              .code());
    }
    Node opaque = only(Protos.node("Fancy", "n", List.of("x"), "y").setDomain("com.microsoft"), 25);
    assertEquals(new OpId("com.microsoft", "Fancy", 1), opaque.op());
  }

  @Test
  void attributesOfNewerOpsetsAndUnknownOnesAreWarnedOf() {
    GraphProto.Builder graph =
        withScale()
            .addNode(
                Protos.node("QuantizeLinear", "n", List.of("x", "s"), "y")
                    .addAttribute(Protos.integer("block_size", 2))
                    .addAttribute(Protos.integer("blok_size", 2)));
    try (OnnxModel model = Protos.load(Protos.model(20, graph))) {
      assertEquals(List.of("Onnx.NewerAttribute", "Onnx.UnknownAttribute"), codes(model));
      assertEquals("{block_size = 2}", model.graph().nodes().getFirst().attributes().toString());
    }
  }

  @Test
  void wrongKindsOfAttributesAreNamed() {
    NodeProto.Builder node =
        Protos.node("TRT_FP4DynamicQuantize", "n", List.of("x", "s"), "y")
            .setDomain("trt")
            .addAttribute(Protos.integers("scale_type", 17L));
    assertEquals("Onnx.Attribute", refused(node).diagnostics().getFirst().code());
  }

  @Test
  void attributesThatTheOperatorReadsKeepTheirKind() {
    NodeProto.Builder node =
        Protos.node("QuantizeLinear", "n", List.of("x", "s"), "y")
            .addAttribute(Protos.integers("output_dtype", 17L));
    try (OnnxModel model = Protos.load(Protos.model(25, withScale().addNode(node)));
        OnnxModel again =
            OnnxModel.load(OnnxWriter.toBytes(model.graph(), WriteOptions.defaults()))) {
      assertEquals(
          "{output_type = [17]}", model.graph().nodes().getFirst().attributes().toString());
      Graphs.assertSame(model.graph(), again.graph());
    }
  }

  @Test
  void byteScalesAreReadAsPowersOfTwo() {
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(Protos.raw("e", ElementType.UINT8, new byte[] {127, 1}, 2))
            .addNode(
                Protos.node("TRT_MXFP8DequantizeLinear", "n", List.of("x", "e"), "y")
                    .setDomain("trt"));
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      Node node = model.graph().nodes().getFirst();
      Tensor scale = model.graph().initializer(node.input(1)).orElseThrow();
      assertEquals(ElementType.FLOAT8E8M0, scale.elementType());
      assertEquals(127, Elements.code(scale, 0));
      assertEquals(1, model.graph().initializers().size(), "the bytes are not kept twice");
      assertEquals(List.of("Onnx.ScaleBytes"), codes(model));
    }
  }

  @Test
  void aZeroPointTakesTheShapeOfItsScale() {
    GraphProto.Builder graph =
        withScale()
            .addInitializer(Protos.raw("z", ElementType.FLOAT8E4M3FN, new byte[1], 1))
            .addNode(Protos.node("QuantizeLinear", "n", List.of("x", "s", "z"), "y"));
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      Node node = model.graph().nodes().getFirst();
      assertEquals(Shape.SCALAR, model.graph().initializer(node.input(2)).orElseThrow().shape());
      assertEquals(List.of("Onnx.ZeroPointShape"), codes(model));
    }
  }

  @Test
  void constantsBecomeInitializers() {
    AttributeProto floats =
        AttributeProto.newBuilder()
            .setName("value_floats")
            .setType(6)
            .addFloats(1)
            .addFloats(2)
            .build();
    AttributeProto text =
        AttributeProto.newBuilder()
            .setName("value_string")
            .setType(3)
            .setS(ByteString.copyFromUtf8("t"))
            .build();
    GraphProto.Builder graph =
        withScale()
            .addNode(Protos.node("Constant", "c1", List.of(), "a").addAttribute(floats))
            .addNode(
                Protos.node("Constant", "c2", List.of(), "b")
                    .addAttribute(Protos.integer("value_int", 7)))
            .addNode(
                Protos.node("Constant", "c3", List.of(), "i")
                    .addAttribute(Protos.integers("value_ints", 1L, -1L)))
            .addNode(Protos.node("Constant", "c4", List.of(), "t").addAttribute(text))
            .addNode(Protos.node("Identity", "id", List.of("s"), "y"));
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      Graph read = model.graph();
      assertEquals(List.of("c4"), read.nodes().stream().map(Node::name).toList());
      assertEquals("FLOAT [2]", read.initializer("a").orElseThrow().toString());
      assertEquals("INT64 []", read.initializer("b").orElseThrow().toString());
      assertEquals(-1, Elements.integer(read.initializer("i").orElseThrow(), 1));
      assertTrue(read.isConstant("y"));
    }
  }

  @Test
  void aCastGlobalScaleIsConstant() {
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(Protos.floats("g", 0.1f))
            .addNode(
                Protos.node("Cast", "cast", List.of("g"), "g16")
                    .addAttribute(Protos.integer("to", ElementType.FLOAT16.onnxCode())))
            .addNode(
                Protos.node("TRT_FP4DynamicQuantize", "n", List.of("x", "g16"), "y")
                    .setDomain("trt"));
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      Tensor g = model.graph().initializer("g16").orElseThrow();
      assertEquals(ElementType.FLOAT16, g.elementType());
      assertEquals(0x2e66, Elements.code(g, 0));
    }
  }

  @Test
  void inputsWithInitializersAreOptional() {
    GraphProto.Builder graph =
        Protos.addingTo(Protos.floats("w", 1, 2, 3, 4))
            .addInput(Protos.value("w", ElementType.FLOAT, 4));
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      assertEquals(2, model.graph().inputs().size());
      assertEquals(1, model.graph().requiredInputs().size());
    }
  }

  private static GraphProto.Builder withScale() {
    return Protos.graph().addInitializer(Protos.tensor("s", 1).addFloatData(0.5f));
  }

  private static Node only(NodeProto.Builder node, int opset) {
    try (OnnxModel model = Protos.load(Protos.model(opset, withScale().addNode(node)))) {
      assertEquals(1, model.graph().nodes().size());
      return model.graph().nodes().getFirst();
    }
  }

  private static BlockquantException refused(NodeProto.Builder node) {
    return Protos.refused(Protos.model(25, withScale().addNode(node)));
  }

  private static List<String> codes(OnnxModel model) {
    return model.warnings().stream().map(Diagnostic::code).toList();
  }
}
