package io.blockquant.cpu.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.blockquant.core.dtype.Packing;
import io.blockquant.core.tensor.Elements;
import java.lang.foreign.MemorySegment;

/** Read and write single codes of any width up to 32 bits. */
public final class Codes {

  private Codes() {}

  /** Return the bits of an element, in the low bits of an int. */
  public static int get(MemorySegment source, int bits, long index) {
    return switch (bits) {
      case Byte.SIZE -> Byte.toUnsignedInt(source.get(JAVA_BYTE, index));
      case Integer.SIZE -> source.get(Elements.INT, index * Integer.BYTES);
      default -> Packing.get(source, bits, index);
    };
  }

  /** Set the bits of an element that shares no byte with another. */
  public static void set(MemorySegment target, int bits, long index, int code) {
    switch (bits) {
      case Byte.SIZE -> target.set(JAVA_BYTE, index, (byte) code);
      case Integer.SIZE -> target.set(Elements.INT, index * Integer.BYTES, code);
      default -> Packing.set(target, bits, index, code);
    }
  }
}
