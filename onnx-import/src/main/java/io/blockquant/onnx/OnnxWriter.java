package io.blockquant.onnx;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.write.ExternalFile;
import io.blockquant.onnx.write.ModelWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/**
 * Write graphs as ONNX.
 *
 * <p>A catalog operator becomes QuantizeLinear or DequantizeLinear where the opset of the graph has
 * what it takes, else TensorRT's operator, else one of the domain {@code blockquant}; reading the
 * file again gives the same graph. Opaque nodes are written as they were read. All tensors must be
 * in host memory. Thread-safe.
 */
public final class OnnxWriter {

  /** From this total on, weights leave the model: protobuf ends at 2 GiB. */
  private static final long LARGEST_INLINE = 3L << 29;

  /** The least that is worth a page of an external file. */
  private static final long SMALLEST_EXTERNAL = 1024;

  private OnnxWriter() {}

  /** Write a graph; its weights go into a file beside it when they pass 1.5 GiB. */
  public static void write(Graph graph, Path file) {
    write(graph, file, WriteOptions.defaults());
  }

  /**
   * Write a graph to {@code file}, and its external data if any to {@code file.data} beside it.
   *
   * <p>Both are complete before they replace what was there, so a graph may be written over the
   * files that it was read from.
   *
   * @throws BlockquantException {@code Onnx.Unwritable}
   */
  public static void write(Graph graph, Path file, WriteOptions options) {
    Path target = file.toAbsolutePath();
    Path data = target.resolveSibling(target.getFileName() + ".data");
    Path newModel = target.resolveSibling(target.getFileName() + ".new");
    Path newData = target.resolveSibling(data.getFileName() + ".new");
    try {
      try {
        boolean external = writeNew(graph, options, data, newModel, newData);
        if (external) {
          Files.move(newData, data, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(newModel, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(newModel);
        Files.deleteIfExists(newData);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BlockquantException(
          List.of(
              Diagnostic.error("Onnx.Unwritable", "the file MUST be writable")
                  .at(Place.file(file.toString()))
                  .fact("reason", e)
                  .help("check the folder, its permissions and the free space")
                  .build()),
          e);
    }
  }

  private static boolean writeNew(
      Graph graph, WriteOptions options, Path data, Path newModel, Path newData)
      throws IOException {
    boolean external = !options.initializersAsInputs() && needsExternalData(graph, options);
    ModelProto model;
    if (external) {
      boolean chosen = options.externalFrom() != WriteOptions.NO_EXTERNAL_DATA;
      long threshold = chosen ? options.externalFrom() : SMALLEST_EXTERNAL;
      try (ExternalFile file =
          new ExternalFile(newData, String.valueOf(data.getFileName()), threshold)) {
        model = writer(options).external(graph, file);
      }
    } else {
      model = inMemory(graph, options);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(newModel))) {
      model.writeTo(out);
    }
    return external;
  }

  private static boolean needsExternalData(Graph graph, WriteOptions options) {
    long largest =
        graph.initializers().values().stream().mapToLong(Tensor::byteSize).max().orElse(0);
    return total(graph) > LARGEST_INLINE || largest >= options.externalFrom();
  }

  private static long total(Graph graph) {
    return graph.initializers().values().stream().mapToLong(Tensor::byteSize).sum();
  }

  /**
   * Return a graph as the bytes of a model, its weights inside.
   *
   * @throws BlockquantException {@code Onnx.TooLarge} if it would pass 1.5 GiB
   */
  public static byte[] toBytes(Graph graph, WriteOptions options) {
    if (!options.initializersAsInputs()) {
      requireFits(total(graph));
    }
    return inMemory(graph, options).toByteArray();
  }

  /**
   * Return a graph as the bytes of a model that only refers to its large weights, for a reader to
   * whom the caller gives them: each as external data of the file {@code location}, at offset 0.
   *
   * @param options {@link WriteOptions#externalFrom} says what is large
   * @throws BlockquantException {@code Onnx.TooLarge} if what stays inside would pass 1.5 GiB
   */
  public static byte[] toBytes(Graph graph, WriteOptions options, String location) {
    long inside =
        graph.initializers().values().stream()
            .mapToLong(Tensor::byteSize)
            .filter(bytes -> bytes < options.externalFrom())
            .sum();
    requireFits(inside);
    return writer(options).referring(graph, options.externalFrom(), location).toByteArray();
  }

  /**
   * Return the domains of the operators that the nodes of a graph are written as: {@code ai.onnx}
   * for standard ones, {@code trt}, {@code blockquant}.
   */
  public static Set<String> domains(Graph graph, WriteOptions options) {
    return writer(options).domains(graph);
  }

  private static void requireFits(long weights) {
    if (weights > LARGEST_INLINE) {
      throw Diagnostic.error("Onnx.TooLarge", "a model in memory MUST fit a protobuf message")
          .fact("weights", weights + " bytes")
          .fact("limit", LARGEST_INLINE + " bytes")
          .help("write the model to a file, or its weights as inputs")
          .asException();
    }
  }

  private static ModelProto inMemory(Graph graph, WriteOptions options) {
    ModelWriter writer = writer(options);
    return options.initializersAsInputs()
        ? writer.withoutInitializers(graph)
        : writer.inline(graph);
  }

  private static ModelWriter writer(WriteOptions options) {
    return new ModelWriter(options.irVersion(), options.opsets(), WriteOptions.NEWEST_OPSET);
  }
}
