package io.blockquant.onnx;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.tensor.ExternalData;
import io.blockquant.onnx.tensor.TensorReader;
import io.blockquant.onnx.tensor.TensorWriter;
import io.blockquant.onnx.wire.ProtoFile;
import io.blockquant.onnx.wire.Views;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Read and write files that hold one TensorProto: inputs and outputs of ONNX backend tests. */
public final class OnnxTensorFile {

  private OnnxTensorFile() {}

  /** Hold a tensor and the name that its file gives it. */
  public record Named(String name, Tensor tensor) {}

  /**
   * Read a tensor into memory that lives until it is unreachable.
   *
   * @throws BlockquantException if the file holds no tensor, or one that is not supported
   */
  public static Tensor read(Path file) {
    return readNamed(file).tensor();
  }

  /**
   * Read a tensor and its name; the name may be empty.
   *
   * @throws BlockquantException if the file holds no tensor, or one that is not supported
   */
  public static Named readNamed(Path file) {
    String source = file.toString();
    try (Arena mapped = Arena.ofConfined()) {
      TensorProto.Builder proto = TensorProto.newBuilder();
      Views views;
      try {
        views =
            ProtoFile.parse(
                ProtoFile.map(file, mapped), proto, source, ImportOptions.defaults().heapLimit());
      } catch (BlockquantException e) {
        throw e.diagnostics().getFirst().code().equals("Onnx.NotProtobuf")
            ? noTensor(source, e)
            : e;
      }
      // The elements of a sequence have the field number of a tensor's segment.
      if (!proto.hasDataType() || proto.hasSegment()) {
        throw noTensor(source, null);
      }
      Place where = Place.tensor("tensor '" + proto.getName() + "'");
      ExternalData external = new ExternalData(file.toAbsolutePath().getParent(), mapped);
      Tensor tensor = new TensorReader(mapped, external, views).read(proto.build(), where);
      return new Named(proto.getName(), tensor.copy(Arena.ofAuto()));
    } catch (BlockquantException e) {
      throw e.inFile(source);
    }
  }

  /**
   * Write a tensor in host memory.
   *
   * @throws BlockquantException {@code Onnx.Unwritable}
   */
  public static void write(Path file, String name, Tensor tensor) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      TensorWriter.inline(name, tensor).writeTo(out);
    } catch (IOException e) {
      throw new BlockquantException(
          List.of(
              Diagnostic.error("Onnx.Unwritable", "the file MUST be writable")
                  .at(Place.file(file.toString()))
                  .fact("reason", e)
                  .help("check the folder and its permissions")
                  .build()),
          e);
    }
  }

  /** Write a tensor in host memory without a name. */
  public static void write(Path file, Tensor tensor) {
    write(file, "", tensor);
  }

  /** The messages of sequences and optionals say nothing by which to tell them apart. */
  private static BlockquantException noTensor(String source, @Nullable BlockquantException cause) {
    return new BlockquantException(
        List.of(
            Diagnostic.error("Onnx.UnsupportedType", "the file MUST hold a TensorProto")
                .at(Place.file(source))
                .fact("found", "another message: a sequence, an optional, or no ONNX value at all")
                .help("sequences and optionals are not supported; give tensors only")
                .build()),
        cause);
  }
}
