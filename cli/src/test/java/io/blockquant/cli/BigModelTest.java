package io.blockquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.cli.verbs.SharedModels;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.OnnxModel;
import io.blockquant.onnx.OnnxWriter;
import io.blockquant.onnx.WriteOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models beyond 2 GiB. Their weights lie in a file with holes, which takes no room on the disk, and
 * are looked up row by row: what is not read is never in memory.
 */
class BigModelTest {

  private static final long ROW = 1 << 20;

  @TempDir private Path folder;

  @BeforeEach
  void needsBackends() {
    SharedModels.assumeBackends("ort", "cpu");
  }

  @Test
  void weightsBeyondTwoGibibytesAreReadWhereTheyAre() throws IOException {
    long rows = 1900;
    Path model = write("a", rows, "b", rows);
    try (FileChannel data = FileChannel.open(data(model), StandardOpenOption.WRITE)) {
      data.write(ByteBuffer.wrap(new byte[] {7}), (rows - 1) * ROW);
      data.write(ByteBuffer.wrap(new byte[] {9}), rows * ROW - 1);
    }
    long heapBefore = usedHeap();
    try (OnnxModel loaded = OnnxModel.load(model);
        Session session = Session.builder(loaded).backends("cpu", "ort").open()) {
      assertTrue(weightBytes(loaded) > 1L << 31, "weights of " + weightBytes(loaded));
      Tensor index = Tensor.ofLongs(Shape.of(1), rows - 1);
      for (Tensor row : session.run(Map.of("index", index)).values()) {
        byte[] bytes = TensorArrays.toBytes(row);
        assertEquals(7, bytes[0]);
        assertEquals(9, bytes[(int) ROW - 1]);
      }
      assertTrue(usedHeap() - heapBefore < 1L << 28, "the heap holds weights");
    }
  }

  private static long weightBytes(OnnxModel model) {
    return model.graph().initializers().values().stream().mapToLong(Tensor::byteSize).sum();
  }

  @Test
  void oneTensorThatNoBufferHoldsIsRefusedByName() throws IOException {
    Path model = write("big", 2100, "b", 1);
    try (OnnxModel loaded = OnnxModel.load(model)) {
      BlockquantException refused =
          assertThrows(
              BlockquantException.class,
              () -> Session.builder(loaded).backends("cpu", "ort").open());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("'big'"), message);
      assertTrue(message.contains(Long.toString(2100 * ROW)), message);
    }
  }

  /** Two tables of bytes, from each of which a row is taken; both lie at the start of one hole. */
  private Path write(String first, long firstRows, String second, long secondRows)
      throws IOException {
    Path model = folder.resolve("model.onnx");
    long bytes = Math.max(firstRows, secondRows) * ROW;
    try (FileChannel channel =
            FileChannel.open(
                data(model),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE);
        Arena arena = Arena.ofShared()) {
      channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
      GraphBuilder builder = Graph.builder("tables");
      Value index = builder.input("index", ElementType.INT64, Dim.of(1));
      Value a = table(builder, first, firstRows, all.asSlice(0, firstRows * ROW));
      Value b = table(builder, second, secondRows, all.asSlice(0, secondRows * ROW));
      builder.output(builder.add(op("Gather", a, index)).getFirst());
      builder.output(builder.add(op("Gather", b, index)).getFirst());
      WriteOptions options = WriteOptions.defaults().withExternalFrom(ROW);
      String location = data(model).getFileName().toString();
      Files.write(model, OnnxWriter.toBytes(builder.build(), options, location));
      return model;
    }
  }

  private static Path data(Path model) {
    return model.resolveSibling(model.getFileName() + ".data");
  }

  private static Value table(GraphBuilder builder, String name, long rows, MemorySegment bytes) {
    return builder.constant(name, Tensor.of(ElementType.UINT8, Shape.of(rows, ROW), bytes));
  }

  private static NodeSpec op(String type, Value... inputs) {
    return NodeSpec.of(new OpId(OpId.ONNX, type, 21), 1, Attributes.NONE, inputs);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
