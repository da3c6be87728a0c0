package io.blockquant.cli.npy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Read .npy files of versions 1 to 3. */
public final class NpyReader {

  private NpyReader() {}

  /**
   * Read a tensor.
   *
   * @return the elements in the type that numpy names; {@code V1} as UINT8, {@code V2} as BFLOAT16
   * @throws BlockquantException {@code Cli.NpyHeader}, {@code Cli.NpyType}, {@code Cli.NpySize}
   */
  public static Tensor read(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      NpyHeader header = NpyHeader.parse(path.toString(), prefix(path));
      ElementType type = elementType(path, header);
      // The size is checked against the file before anything is allocated for it.
      long expected = byteSize(path, type, header);
      long found = channel.size() - header.dataOffset();
      if (expected != found) {
        throw sizeError(path, type + " " + header.shape() + ", " + expected + " bytes", found);
      }
      Tensor tensor = Tensor.allocate(type, header.shape());
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      tensor.segment().copyFrom(file.asSlice(header.dataOffset(), expected));
      if (NpyType.isBigEndian(header.descr())) {
        swapBytes(tensor);
      }
      return tensor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] prefix(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(NpyHeader.MAX_PREFIX);
    }
  }

  private static ElementType elementType(Path path, NpyHeader header) {
    ElementType type =
        NpyType.fromDescr(header.descr())
            .orElseThrow(() -> typeError(path, "type", header.descr(), "array.astype('float32')"));
    if (header.fortranOrder() && header.shape().rank() > 1) {
      throw typeError(path, "order", "fortran", "numpy.ascontiguousarray(array)");
    }
    return type;
  }

  private static long byteSize(Path path, ElementType type, NpyHeader header) {
    try {
      return type.byteSize(header.shape().elementCount());
    } catch (ArithmeticException e) {
      throw sizeError(path, type + " " + header.shape(), "a size over 63 bits");
    }
  }

  /** Reverse the bytes of each element; of each part of a complex one. */
  private static void swapBytes(Tensor tensor) {
    int parts = tensor.elementType().kind() == ElementType.Kind.COMPLEX ? 2 : 1;
    int width = tensor.elementType().bits() / Byte.SIZE / parts;
    byte[] bytes = new byte[width];
    MemorySegment segment = tensor.segment();
    for (long at = 0; at < segment.byteSize(); at += width) {
      MemorySegment.copy(segment, JAVA_BYTE, at, bytes, 0, width);
      for (int i = 0; i < width; i++) {
        segment.set(JAVA_BYTE, at + i, bytes[width - 1 - i]);
      }
    }
  }

  private static BlockquantException typeError(
      Path path, String what, String found, String remedy) {
    return Diagnostic.error("Cli.NpyType", "a .npy file MUST hold numbers in C order")
        .at(Place.file(path.toString()))
        .fact(what + " found", found)
        .help("convert the array before it is saved: numpy.save(name, " + remedy + ")")
        .asException();
  }

  private static BlockquantException sizeError(Path path, String expected, Object found) {
    return Diagnostic.error("Cli.NpySize", "a .npy file MUST have as many bytes as its shape says")
        .at(Place.file(path.toString()))
        .fact("expected", expected)
        .fact("found", found)
        .help("write the file again: it is cut off or was changed after it was saved")
        .asException();
  }
}
