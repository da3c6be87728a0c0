package io.blockquant.cli.npy;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Write .npy files of version 1.0. */
public final class NpyWriter {

  private NpyWriter() {}

  /**
   * Write a tensor that is in host memory.
   *
   * <p>FP4, FP6, FP8 and E8M0 are written as their codes, INT4, UINT4, INT2 and UINT2 as their
   * values, one byte per element; BFLOAT16 as float32, which holds each of its values exactly.
   *
   * @throws io.blockquant.core.diag.BlockquantException {@code Cli.NpyType} for STRING
   */
  public static void write(Path path, Tensor tensor) {
    if (tensor.elementType() == ElementType.STRING) {
      throw Diagnostic.error("Cli.NpyType", "a .npy file MUST hold numbers")
          .at(Place.file(path.toString()))
          .fact("type found", tensor.elementType())
          .help("leave this output out of --output-dir")
          .asException();
    }
    Tensor stored = widen(tensor);
    byte[] header = NpyHeader.encode(NpyType.descr(stored.elementType()), stored.shape());
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeAll(channel, ByteBuffer.wrap(header));
      // A ByteBuffer spans at most 2 GiB; a tensor may be larger.
      long chunk = 1L << 30;
      for (long at = 0; at < stored.byteSize(); at += chunk) {
        long size = Math.min(chunk, stored.byteSize() - at);
        writeAll(channel, stored.segment().asSlice(at, size).asByteBuffer());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Return the tensor in a type that numpy has. */
  private static Tensor widen(Tensor tensor) {
    ElementType type = tensor.elementType();
    ElementType storage = NpyType.storage(type);
    if (storage == type) {
      return tensor;
    }
    Tensor wide = Tensor.allocate(storage, tensor.shape());
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (storage == ElementType.FLOAT) {
        Elements.setValue(wide, i, Elements.value(tensor, i));
      } else if (type.isInteger()) {
        Elements.setInteger(wide, i, Elements.integer(tensor, i));
      } else {
        Elements.setCode(wide, i, Elements.code(tensor, i));
      }
    }
    return wide;
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
