package io.blockquant.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.report.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that mean harm cost little and are refused with a message. */
@Timeout(20)
class HostileFileTest {

  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int ATTRIBUTE = 5;
  private static final int BODY = 6;

  @Test
  void deepNestingIsRefusedWithoutRecursion() throws IOException {
    byte[] graph = new byte[0];
    for (int i = 0; i < 2_000; i++) {
      graph = field(NODE, field(ATTRIBUTE, field(BODY, graph)));
    }
    assertCode("Onnx.TooDeep", Protos.refused(field(GRAPH, graph)));
  }

  @Test
  void subgraphsNestToALimit() {
    assertCode("Onnx.TooDeep", Protos.refused(Protos.model(25, nested(17))));
    Protos.load(Protos.model(25, nested(16))).close();
  }

  private static GraphProto.Builder nested(int depth) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("leaf");
    for (int i = 0; i < depth; i++) {
      graph =
          GraphProto.newBuilder()
              .setName("level")
              .addNode(
                  Protos.node("If", "n" + i, List.of(), "y")
                      .addAttribute(Protos.body("then_branch", graph)));
    }
    return graph;
  }

  @Test
  void hugeDeclaredLengthsAreTruncation() {
    // graph: 2^62 bytes
    byte[] bytes = {
      0x3a,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      0x40,
      1,
      2,
      3
    };
    BlockquantException refusal = Protos.refused(bytes);
    assertCode("Onnx.Truncated", refusal);
    assertTrue(refusal.getMessage().contains("4611686018427387904 bytes, 3 are left"));
    assertTrue(refusal.getMessage().contains("graph"));
  }

  @Test
  void manyTinyNodesAreBounded() throws IOException {
    byte[] nodes = new byte[40_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 0x0a; // node, 0 bytes long
    }
    byte[] bytes = field(GRAPH, nodes);
    ImportOptions options = ImportOptions.defaults().withHeapLimit(1L << 30);
    BlockquantException refusal =
        assertThrows(BlockquantException.class, () -> OnnxModel.load(bytes, options));
    assertCode("Onnx.TooLarge", refusal);
  }

  @Test
  void packedNumbersAreBounded() throws IOException {
    // int64_data: one byte each in the file, eight or more on the heap.
    byte[] bytes = field(GRAPH, field(5, field(7, new byte[50_000_000])));
    ImportOptions options = ImportOptions.defaults().withHeapLimit(1L << 30);
    assertCode(
        "Onnx.TooLarge",
        assertThrows(BlockquantException.class, () -> OnnxModel.load(bytes, options)));
  }

  @Test
  void errorsBeyondTheFirstAreCounted() {
    GraphProto.Builder graph = Protos.graph();
    for (int i = 0; i < 5_000; i++) {
      graph.addNode(Protos.node("Relu", "n" + i, List.of("absent" + i), "v" + i));
    }
    BlockquantException refusal = Protos.refused(Protos.model(25, graph));
    assertEquals(Problems.SHOWN + 1, refusal.diagnostics().size());
    assertTrue(refusal.getMessage().contains("5001"), "the output y is undefined too");
  }

  @Test
  void aLongChainInReverseIsSortedQuickly() {
    GraphProto.Builder graph = Protos.graph();
    for (int i = 50_000; i > 0; i--) {
      String input = i == 1 ? "x" : "v" + (i - 1);
      graph.addNode(Protos.node("Relu", "n" + i, List.of(input), i == 50_000 ? "y" : "v" + i));
    }
    try (OnnxModel model = Protos.load(Protos.model(25, graph))) {
      assertEquals("n1", model.graph().nodes().getFirst().name());
      assertEquals("Onnx.NodeOrder", model.warnings().getFirst().code());
    }
  }

  @Test
  void invalidTextIsNamed() throws IOException {
    byte[] node = field(3, new byte[] {'a', (byte) 0xff});
    BlockquantException refusal = Protos.refused(field(GRAPH, field(NODE, node)));
    assertCode("Onnx.InvalidText", refusal);
    assertTrue(refusal.getMessage().contains("graph.node[0].name"), refusal::getMessage);
  }

  @Test
  void otherFilesAreNotModels() {
    assertCode(
        "Onnx.NotProtobuf", Protos.refused("\u0089PNG\r\n\u001a\n0123456789".getBytes(UTF_8)));
    assertCode("Onnx.NotProtobuf", Protos.refused("{\"model\": 1}".getBytes(UTF_8)));
    assertCode("Onnx.NotOnnx", Protos.refused(new byte[] {0x08, 10}));
    assertCode("Onnx.EmptyFile", Protos.refused(new byte[0]));
  }

  @Test
  void everyTruncationIsNamed() {
    byte[] bytes = small();
    int truncated = 0;
    for (int length = 1; length < bytes.length; length++) {
      try (OnnxModel model = OnnxModel.load(Arrays.copyOf(bytes, length))) {
        // All that is missing is the import of TensorRT's domain, the last field.
        assertEquals("Onnx.MissingOpset", model.warnings().getFirst().code());
      } catch (BlockquantException refusal) {
        // Cut between two fields of the model, what is left is whole but not a model.
        String code = refusal.diagnostics().getFirst().code();
        assertTrue(
            List.of("Onnx.Truncated", "Onnx.NotOnnx", "Onnx.NotProtobuf", "Onnx.MissingOpset")
                .contains(code),
            refusal::getMessage);
        truncated += code.equals("Onnx.Truncated") ? 1 : 0;
      }
    }
    assertTrue(truncated > bytes.length * 9 / 10, "nearly every cut is inside a field");
  }

  @Test
  void mutatedFilesLoadOrAreRefused() {
    byte[] bytes = small();
    Random random = new Random(20_261_123);
    int refused = 0;
    for (int i = 0; i < 6_000; i++) {
      byte[] mutated = bytes.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        OnnxModel.load(mutated).close();
      } catch (BlockquantException e) {
        refused++;
      }
    }
    assertNotEquals(0, refused);
  }

  /** A small model with a bit of everything. */
  private static byte[] small() {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(4)
            .setT(Protos.floats("", 0.5f))
            .build();
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addNode(Protos.node("Relu", "inner", List.of("x"), "inner_y"))
            .addOutput(Protos.value("inner_y", ElementType.FLOAT, 4));
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(Protos.raw("w", ElementType.INT4, new byte[] {0x21, 0x43}, 4))
            .addNode(Protos.node("Constant", "c", List.of(), "scale").addAttribute(value))
            .addNode(Protos.node("DequantizeLinear", "dq", List.of("w", "scale"), "d"))
            .addNode(
                Protos.node("If", "branch", List.of("d"), "z")
                    .addAttribute(Protos.body("then_branch", body)))
            .addNode(
                Protos.node("TRT_MXFP8DynamicQuantize", "q", List.of("x"), "y", "s")
                    .setDomain("trt")
                    .addAttribute(Protos.integer("axis", -1)));
    return Protos.model(25, graph).build().toByteArray();
  }

  private static byte[] field(int number, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 8);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, payload);
    out.flush();
    return bytes.toByteArray();
  }

  private static void assertCode(String code, BlockquantException refusal) {
    assertEquals(code, refusal.diagnostics().getFirst().code(), refusal::getMessage);
  }
}
