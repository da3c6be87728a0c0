package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.TensorProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operands of several float types are promoted to FLOAT, and nothing else is touched. */
class MixedPrecisionTest {

  @Test
  void theNarrowerOperandIsCast() {
    try (OnnxModel model = Protos.load(Protos.model(20, adding(ElementType.FLOAT16)))) {
      assertEquals(List.of("Cast", "Add"), operators(model.graph()));
      Node cast = model.graph().nodes().getFirst();
      assertEquals(List.of("w"), cast.inputs());
      assertEquals(1, cast.attributes().integer("to").orElseThrow());
      assertEquals(List.of("x", cast.output(0)), model.graph().nodes().getLast().inputs());
      assertEquals(
          List.of("Onnx.MixedTypes"), model.warnings().stream().map(Diagnostic::code).toList());
    }
  }

  @Test
  void oneTypeNeedsNoCast() {
    try (OnnxModel model = Protos.load(Protos.model(20, adding(ElementType.FLOAT)))) {
      assertEquals(List.of("Add"), operators(model.graph()));
      assertTrue(model.warnings().isEmpty());
    }
  }

  @Test
  void promotionReachesWhatFollows() {
    // x FLOAT + h FLOAT16 is FLOAT, so the product with h is mixed again; one Cast serves both.
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(half("h"))
            .addNode(Protos.node("Add", "a", List.of("x", "h"), "s"))
            .addNode(Protos.node("Relu", "r", List.of("s"), "t"))
            .addNode(Protos.node("Mul", "m", List.of("t", "h"), "y"));
    try (OnnxModel model = Protos.load(Protos.model(20, graph))) {
      assertEquals(List.of("Cast", "Add", "Relu", "Mul"), operators(model.graph()));
    }
  }

  @Test
  void aDeclaredOutputTypeIsKept() {
    GraphProto.Builder graph =
        adding(ElementType.FLOAT16)
            .setOutput(0, Protos.value("y", ElementType.FLOAT16, 4))
            .addNode(Protos.node("Relu", "after", List.of("y"), "z"))
            .addOutput(Protos.value("z", ElementType.FLOAT, 4));
    try (OnnxModel model = Protos.load(Protos.model(20, graph))) {
      assertEquals(List.of("Cast", "Add", "Cast", "Relu"), operators(model.graph()));
      Node back = model.graph().nodes().get(2);
      assertEquals(List.of("y"), back.outputs());
      assertEquals(ElementType.FLOAT16.onnxCode(), back.attributes().integer("to").orElseThrow());
      assertEquals(back.inputs(), model.graph().nodes().get(3).inputs());
    }
  }

  @Test
  void oldQuantizersDivideInFloat() {
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(half("s"))
            .addNode(Protos.node("QuantizeLinear", "q", List.of("x", "s"), "y"));
    try (OnnxModel model = Protos.load(Protos.model(20, graph))) {
      assertEquals("{precision = 1}", model.graph().nodes().getFirst().attributes().toString());
    }
    // From opset 23 on the scale has a type of its own, and the division is in that.
    try (OnnxModel model = Protos.load(Protos.model(23, graph))) {
      assertEquals("{}", model.graph().nodes().getFirst().attributes().toString());
    }
  }

  @Test
  void typesFollowQuantizersAndCasts() {
    // Shape is INT64, Cast FLOAT16, Dequantize by a FLOAT16 scale FLOAT16: only the last Add mixes.
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(half("s"))
            .addInitializer(Protos.raw("w", ElementType.INT8, new byte[4], 4))
            .addNode(
                Protos.node("Cast", "c", List.of("x"), "x16")
                    .addAttribute(Protos.integer("to", ElementType.FLOAT16.onnxCode())))
            .addNode(Protos.node("DequantizeLinear", "d", List.of("w", "s"), "w16"))
            .addNode(Protos.node("Add", "same", List.of("x16", "w16"), "sum"))
            .addNode(Protos.node("Add", "mixed", List.of("sum", "x"), "y"));
    try (OnnxModel model = Protos.load(Protos.model(20, graph))) {
      assertEquals(List.of("Cast", "Dequantize", "Add", "Cast", "Add"), operators(model.graph()));
    }
  }

  private static GraphProto.Builder adding(ElementType type) {
    byte[] zeros = new byte[(int) type.byteSize(4)];
    return Protos.addingTo(Protos.raw("w", type, zeros, 4));
  }

  private static TensorProto.Builder half(String name) {
    return Protos.raw(name, ElementType.FLOAT16, new byte[] {0, 0x3c}, 1);
  }

  private static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(node -> node.op().type()).toList();
  }
}
