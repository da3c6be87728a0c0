package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a loaded model tells, and how long its memory lives. */
class OnnxModelTest {

  @TempDir Path folder;

  @Test
  void weightsAreViewsOfTheFileAndEndWithTheModel() throws IOException {
    byte[] bytes = new byte[50_000];
    bytes[49_999] = 42;
    Path file = folder.resolve("model.onnx");
    GraphProto.Builder graph =
        Protos.addingTo(Protos.raw("w", ElementType.UINT8, bytes, bytes.length));
    Files.write(file, Protos.model(25, graph).build().toByteArray());
    OnnxModel model = OnnxModel.load(file);
    Tensor w = model.graph().initializer("w").orElseThrow();
    assertTrue(w.segment().isNative());
    assertTrue(w.segment().isReadOnly(), "a copy would be writable");
    assertEquals(42, w.segment().get(ValueLayout.JAVA_BYTE, 49_999));
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> w.segment().get(ValueLayout.JAVA_BYTE, 49_999));
  }

  @Test
  void theFileSaysWhereItComesFrom() {
    GraphProto.Builder graph = Protos.graph().addNode(Protos.node("Relu", "n", List.of("x"), "y"));
    ModelProto.Builder proto =
        Protos.model(21, graph).setProducerName("tool").setProducerVersion("1.2").setIrVersion(10);
    try (OnnxModel model = Protos.load(proto)) {
      assertEquals("tool 1.2", model.producer());
      assertEquals(10, model.irVersion());
      assertEquals(Map.of(OpId.ONNX, 21, "trt", 1), model.opsets());
      assertEquals("model in memory", model.source());
      assertEquals(new OpId(OpId.ONNX, "Relu", 21), model.graph().nodes().getFirst().op());
    }
  }

  @Test
  void aDomainMayBeImportedTwice() {
    GraphProto.Builder graph = Protos.graph().addNode(Protos.node("Relu", "n", List.of("x"), "y"));
    ModelProto.Builder same = Protos.model(21, graph);
    same.addOpsetImportBuilder().setDomain("trt").setVersion(1);
    try (OnnxModel model = Protos.load(same)) {
      assertTrue(model.warnings().isEmpty());
    }
    ModelProto.Builder differing = Protos.model(21, graph);
    differing.addOpsetImportBuilder().setDomain("ai.onnx").setVersion(13);
    try (OnnxModel model = Protos.load(differing)) {
      assertEquals(21, model.opsets().get(OpId.ONNX));
      assertEquals(
          List.of("Onnx.DuplicateOpset"), model.warnings().stream().map(Diagnostic::code).toList());
    }
  }

  @Test
  void extentsMayBeNamedOrUnknown() {
    GraphProto.Builder graph = Protos.graph().addNode(Protos.node("Relu", "n", List.of("x"), "y"));
    var shape = graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    shape.addDimBuilder().setDimParam("N");
    shape.addDimBuilder();
    shape.addDimBuilder().setDimValue(-1);
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      assertEquals(
          TensorType.of(ElementType.FLOAT, Dim.of(4), Dim.symbol("N"), Dim.UNKNOWN, Dim.UNKNOWN),
          model.graph().inputs().getFirst().type());
    }
  }

  @Test
  void subgraphsKeepTheirNodesAndReadAroundThem() {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInitializer(Protos.floats("k", 2))
            .addNode(Protos.node("Mul", "late", List.of("t", "k"), "u"))
            .addNode(Protos.node("Relu", "early", List.of("x"), "t"))
            .addOutput(Protos.value("u", ElementType.FLOAT, 4));
    GraphProto.Builder graph =
        Protos.graph()
            .addNode(
                Protos.node("If", "n", List.of("x"), "y")
                    .addAttribute(Protos.body("then_branch", body)));
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      Node node = model.graph().nodes().getFirst();
      Graph read =
          ((Attribute.Subgraph) node.attributes().find("then_branch").orElseThrow()).value();
      assertEquals(List.of("early", "late"), read.nodes().stream().map(Node::name).toList());
      assertEquals(List.of("x"), List.copyOf(read.outerValues()));
      assertFalse(model.warnings().isEmpty());
    }
  }

  @Test
  void aMissingFileIsNamed() {
    BlockquantException refusal =
        assertThrows(
            BlockquantException.class, () -> OnnxModel.load(folder.resolve("absent.onnx")));
    assertEquals("Onnx.FileNotFound", refusal.diagnostics().getFirst().code());
    assertTrue(refusal.getMessage().contains("absent.onnx"));
    assertEquals(
        "Onnx.Unreadable",
        assertThrows(BlockquantException.class, () -> OnnxModel.load(folder))
            .diagnostics()
            .getFirst()
            .code());
  }
}
