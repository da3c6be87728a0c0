package io.blockquant.onnx.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.proto.NodeProto;
import io.blockquant.onnx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Splitting a message gives what protobuf itself parses, but does not copy what is large. */
class SplitParserTest {

  private static final long HEAP = 1L << 30;

  @Test
  void orderAndContentAreThoseOfProtobuf() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      ModelProto model = model(random);
      assertEquals(model, parse(model.toByteArray()));
    }
  }

  @Test
  void aGraphThatOccursTwiceIsMerged() throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      model(random).writeTo(bytes);
    }
    assertEquals(ModelProto.parseFrom(bytes.toByteArray()), parse(bytes.toByteArray()));
  }

  @Test
  void onlyWhatIsLargeIsAView() {
    for (int size : new int[] {SplitParser.ALIASED - 1, SplitParser.ALIASED, 100_000}) {
      ModelProto.Builder model = ModelProto.newBuilder();
      model.getGraphBuilder().addInitializer(tensor("w", size));
      MemorySegment memory = copy(model.build().toByteArray());
      ModelProto.Builder parsed = ModelProto.newBuilder();
      Views views = ProtoFile.parse(memory, parsed, "test", HEAP);
      MemorySegment raw = views.memory(parsed.getGraph().getInitializer(0).getRawData());
      assertEquals(size, raw.byteSize());
      assertEquals(size >= SplitParser.ALIASED, raw.isNative());
      assertEquals(size >= SplitParser.ALIASED, memory.asOverlappingSlice(raw).isPresent());
    }
  }

  @Test
  void whatIsKeptEncodedHoldsItsOwnBytes() throws IOException {
    ModelProto.Builder model = ModelProto.newBuilder();
    AttributeProto.Builder attribute =
        model.getGraphBuilder().addNodeBuilder().addAttributeBuilder().setName("many");
    attribute.addTensors(tensor("t", 100_000));
    model.addTrainingInfoBuilder().getAlgorithmBuilder().addInitializer(tensor("w", 100_000));
    ModelProto.Builder parsed = ModelProto.newBuilder();
    ProtoFile.parse(copy(model.build().toByteArray()), parsed, "test", HEAP);
    assertEquals(model.build(), parsed.build());
  }

  private static ModelProto parse(byte[] bytes) {
    ModelProto.Builder parsed = ModelProto.newBuilder();
    Views views = ProtoFile.parse(copy(bytes), parsed, "test", HEAP);
    resolve(parsed.getGraphBuilder(), views);
    return parsed.build();
  }

  /** Put the bytes in for their stand-ins, so that messages can be compared. */
  private static void resolve(GraphProto.Builder graph, Views views) {
    graph.getInitializerBuilderList().forEach(tensor -> resolve(tensor, views));
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasT()) {
          resolve(attribute.getTBuilder(), views);
        }
        if (attribute.hasG()) {
          resolve(attribute.getGBuilder(), views);
        }
      }
    }
  }

  private static void resolve(TensorProto.Builder tensor, Views views) {
    MemorySegment raw = views.memory(tensor.getRawData());
    tensor.setRawData(ByteString.copyFrom(raw.asByteBuffer()));
  }

  private static MemorySegment copy(byte[] bytes) {
    return Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  /** Small and large tensors in turn, in initializers, attributes and subgraphs. */
  private static ModelProto model(Random random) {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(random.nextInt(14));
    model.setGraph(graph(random, 2)).setProducerName("p".repeat(random.nextInt(9000)));
    assertTrue(model.isInitialized());
    return model.build();
  }

  private static GraphProto.Builder graph(Random random, int depth) {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      graph.addInitializer(tensor("w" + i, size(random)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      NodeProto.Builder node = graph.addNodeBuilder().setName("n" + i).addInput("x" + i);
      node.addAttribute(
          AttributeProto.newBuilder().setName("value").setT(tensor("t", size(random))));
      if (depth > 0) {
        node.addAttribute(
            AttributeProto.newBuilder().setName("body").setG(graph(random, depth - 1)));
      }
      node.addOutput("y" + i);
    }
    return graph.setName("g");
  }

  private static int size(Random random) {
    return random.nextBoolean() ? random.nextInt(64) : 4000 + random.nextInt(200);
  }

  private static TensorProto.Builder tensor(String name, int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    assertFalse(name.isEmpty());
    return TensorProto.newBuilder()
        .setName(name)
        .addDims(size)
        .setDataType(2)
        .setRawData(ByteString.copyFrom(bytes));
  }
}
