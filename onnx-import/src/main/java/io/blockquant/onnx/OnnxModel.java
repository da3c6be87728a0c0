package io.blockquant.onnx;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Model;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.read.ModelReader;
import io.blockquant.onnx.tensor.ExternalData;
import io.blockquant.onnx.tensor.TensorReader;
import io.blockquant.onnx.wire.ProtoFile;
import io.blockquant.onnx.wire.Views;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hold a model that was read from ONNX.
 *
 * <p>The declared type of a graph output is kept as the file says it, although exporters write
 * placeholders there ({@code UINT8} for FLOAT8E8M0): a session infers it. What {@code value_info}
 * says of intermediates becomes hints, which a session drops where its own inference contradicts.
 *
 * <p>The weights are views of the mapped file and its external data: the model must stay open as
 * long as its graph, or a session on it, is used, and nobody may change the files meanwhile.
 * Thread-safe; closing twice is allowed.
 */
public final class OnnxModel implements Model, AutoCloseable {

  private final Arena arena;
  private final String source;
  private final ModelReader.Result read;

  private OnnxModel(Arena arena, String source, ModelReader.Result read) {
    this.arena = arena;
    this.source = source;
    this.read = read;
  }

  /**
   * Load a model.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every problem of the file
   */
  public static OnnxModel load(Path file) {
    return load(file, ImportOptions.defaults());
  }

  /**
   * Load a model.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every problem of the file
   */
  public static OnnxModel load(Path file, ImportOptions options) {
    Path folder =
        options.externalData() != null ? options.externalData() : file.toAbsolutePath().getParent();
    Arena arena = newArena();
    return open(arena, file.toString(), folder, options, () -> ProtoFile.map(file, arena));
  }

  /**
   * Load a model from memory; its bytes are copied.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every problem of the model
   */
  public static OnnxModel load(byte[] bytes) {
    return load(bytes, ImportOptions.defaults());
  }

  /**
   * Load a model from memory; its bytes are copied. External data needs a folder in the options.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every problem of the model
   */
  public static OnnxModel load(byte[] bytes, ImportOptions options) {
    String source = "model in memory";
    Arena arena = newArena();
    return open(
        arena,
        source,
        options.externalData(),
        options,
        () -> {
          ProtoFile.checkSize(bytes.length, source);
          return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        });
  }

  /** The model owns the arena and closes it, be it because loading failed. */
  @SuppressWarnings("MustBeClosedChecker")
  private static Arena newArena() {
    return Arena.ofShared();
  }

  private static OnnxModel open(
      Arena arena,
      String source,
      @Nullable Path folder,
      ImportOptions options,
      Supplier<MemorySegment> memory) {
    boolean opened = false;
    try {
      ModelProto.Builder proto = ModelProto.newBuilder();
      Views views = ProtoFile.parse(memory.get(), proto, source, options.heapLimit());
      TensorReader tensors = new TensorReader(arena, new ExternalData(folder, arena), views);
      ModelReader reader = new ModelReader(tensors, options.scaleRounding().word());
      OnnxModel model = new OnnxModel(arena, source, reader.read(proto.build(), source));
      opened = true;
      return model;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  @Override
  public Graph graph() {
    return read.graph();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public List<Diagnostic> warnings() {
    return read.warnings();
  }

  /** Return the version of each operator set that the file declares; {@code ai.onnx} for "". */
  public Map<String, Integer> opsets() {
    return read.opsets();
  }

  /** Return the IR version that the file declares; 0 where it declares none. */
  public long irVersion() {
    return read.irVersion();
  }

  /** Return the program that wrote the file, with its version; may be empty. */
  public String producer() {
    return read.producer();
  }

  /** Unmap the files; the graph must not be used any more. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
