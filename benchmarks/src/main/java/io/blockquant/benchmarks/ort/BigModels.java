package io.blockquant.benchmarks.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Write models with external data that is one hole: it takes no room on the disk, and a page of it
 * takes memory once somebody reads it. All weights of a model lie at the start of the hole; closing
 * deletes the files.
 */
final class BigModels implements AutoCloseable {

  private static final int OPSET = 21;
  private static final long LARGE = 1 << 20;
  private static final String DATA = "weights.data";

  private final Path folder;
  private final Map<String, Path> models = new LinkedHashMap<>();

  BigModels(Path folder) {
    this.folder = folder;
  }

  /** Write the models; return them by what tables call them. */
  Map<String, Path> write() throws IOException {
    write("8 MatMul 4096x4096, 0.5 GiB", 8, Shape.of(4096, 4096), "MatMul", ElementType.FLOAT);
    write("15 MatMul 8192x8192, 3.75 GiB", 15, Shape.of(8192, 8192), "MatMul", ElementType.FLOAT);
    write("2 Gather 1900x1 MiB, 3.7 GiB", 2, Shape.of(1900, 1 << 20), "Gather", ElementType.UINT8);
    return models;
  }

  private void write(String name, int nodes, Shape shape, String op, ElementType type)
      throws IOException {
    Path own = Files.createDirectory(folder.resolve("m" + models.size()));
    Path model = own.resolve("model.onnx");
    models.put(name, model);
    long bytes = type.byteSize(shape.elementCount());
    try (FileChannel channel =
            FileChannel.open(
                own.resolve(DATA),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE);
        Arena arena = Arena.ofShared()) {
      channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
      Graph graph = graph(name, nodes, op, Tensor.of(type, shape, all));
      WriteOptions options = WriteOptions.defaults().withExternalFrom(LARGE);
      Files.write(model, OnnxWriter.toBytes(graph, options, DATA));
    }
  }

  private static Graph graph(String name, int nodes, String op, Tensor weight) {
    GraphBuilder builder = Graph.builder(name);
    boolean product = op.equals("MatMul");
    Value x =
        product
            ? builder.input("x", ElementType.FLOAT, Dim.symbol("N"), Dim.of(weight.shape().dim(0)))
            : builder.input("x", ElementType.INT64, Dim.of(1));
    Value last = x;
    for (int i = 0; i < nodes; i++) {
      Value w = builder.constant("w" + i, weight);
      Value[] inputs = product ? new Value[] {last, w} : new Value[] {w, x};
      last =
          builder
              .add(NodeSpec.of(new OpId(OpId.ONNX, op, OPSET), 1, Attributes.NONE, inputs))
              .getFirst();
      if (!product) {
        builder.output(last);
      }
    }
    return product ? builder.output(last).build() : builder.build();
  }

  @Override
  public void close() throws IOException {
    for (Path model : models.values()) {
      Files.deleteIfExists(model);
      Files.deleteIfExists(model.resolveSibling(DATA));
      Files.deleteIfExists(model.getParent());
    }
  }
}
