package io.blockquant.core.dtype;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Store codes of 2, 4, 6, 8 or 16 bits densely, first element in the lowest bits (F4).
 *
 * <p>Element {@code i} occupies the bits from {@code i * bits} on of a little-endian bit stream
 * that runs over the whole tensor: two 4-bit codes a byte with the low nibble first, four 6-bit
 * codes in three bytes. This is the layout of {@code raw_data} in ONNX.
 *
 * <p>Writing an element reads and writes its neighbours in the same byte; threads must not write
 * elements that share a byte at the same time. A position outside the segment is an {@link
 * IndexOutOfBoundsException}.
 */
public final class Packing {

  private static final ValueLayout.OfShort LITTLE_ENDIAN_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Packing() {}

  /**
   * Return the bytes that {@code count} codes occupy.
   *
   * @throws ArithmeticException if the size does not fit a {@code long}
   */
  public static long byteSize(int bits, long count) {
    requireWidth(bits);
    return octetSize(bits, count);
  }

  /** Return the code of element {@code index}. */
  public static int get(MemorySegment source, int bits, long index) {
    requireWidth(bits);
    if (bits == Short.SIZE) {
      return Short.toUnsignedInt(source.get(LITTLE_ENDIAN_SHORT, shortPosition(source, index)));
    }
    long position = position(bits, index);
    int shift = shift(bits, index);
    int window = Byte.toUnsignedInt(source.get(JAVA_BYTE, position));
    if (shift + bits > Byte.SIZE) {
      window |= Byte.toUnsignedInt(source.get(JAVA_BYTE, position + 1)) << Byte.SIZE;
    }
    return (window >>> shift) & mask(bits);
  }

  /**
   * Store {@code code} as element {@code index} and leave all other elements as they are.
   *
   * @throws IllegalArgumentException if the code has bits above the low {@code bits}
   */
  public static void set(MemorySegment target, int bits, long index, int code) {
    requireWidth(bits);
    requireCode(code, bits);
    if (bits == Short.SIZE) {
      target.set(LITTLE_ENDIAN_SHORT, shortPosition(target, index), (short) code);
      return;
    }
    long position = position(bits, index);
    int shift = shift(bits, index);
    // Check the last byte first, so that a failing call changes nothing.
    if (shift + bits > Byte.SIZE) {
      int spilled = Byte.SIZE - shift;
      replace(target, position + 1, mask(bits) >>> spilled, code >>> spilled);
    }
    replace(target, position, mask(bits) << shift, code << shift);
  }

  /** Return {@code codes} packed; the unused high bits of the last byte are 0. */
  public static byte[] pack(int bits, int... codes) {
    byte[] packed = new byte[Math.toIntExact(byteSize(bits, codes.length))];
    pack(MemorySegment.ofArray(packed), bits, codes);
    return packed;
  }

  /** Return {@code codes}, unsigned bytes, packed as {@link #pack(int, int...)} does. */
  public static byte[] pack(int bits, byte[] codes) {
    byte[] packed = new byte[Math.toIntExact(byteSize(bits, codes.length))];
    MemorySegment target = MemorySegment.ofArray(packed);
    for (int i = 0; i < codes.length; i++) {
      set(target, bits, i, Byte.toUnsignedInt(codes[i]));
    }
    return packed;
  }

  /** Pack {@code codes} at the start of {@code target}; bytes after {@link #byteSize} stay. */
  public static void pack(MemorySegment target, int bits, int... codes) {
    target.asSlice(0, byteSize(bits, codes.length)).fill((byte) 0);
    for (int i = 0; i < codes.length; i++) {
      set(target, bits, i, codes[i]);
    }
  }

  /** Return the first {@code count} codes of {@code source}. */
  public static int[] unpack(MemorySegment source, int bits, int count) {
    // The count may come from a hostile file: check it before allocating.
    Objects.checkFromIndexSize(0, byteSize(bits, count), source.byteSize());
    int[] codes = new int[count];
    for (int i = 0; i < count; i++) {
      codes[i] = get(source, bits, i);
    }
    return codes;
  }

  /** Check that only the low {@code bits} bits of a code are set. */
  static void requireCode(int code, int bits) {
    if (code >>> bits != 0) {
      throw new IllegalArgumentException(
          "code 0x" + Integer.toHexString(code) + " has more than " + bits + " bits");
    }
  }

  /** Return the bytes of {@code count} elements of any width. */
  static long octetSize(int bits, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("element count must be >= 0, found " + count);
    }
    // Eight elements fill exactly `bits` bytes, so this overflows only if the size does.
    long wholeOctets = Math.multiplyExact(count / Byte.SIZE, (long) bits);
    long rest = Math.ceilDiv(count % Byte.SIZE * bits, (long) Byte.SIZE);
    return Math.addExact(wholeOctets, rest);
  }

  /** Return the byte that holds the lowest bit of an element; for bits <= 8 it cannot overflow. */
  private static long position(int bits, long index) {
    return (index >> 3) * bits + (((index & 7) * bits) >> 3);
  }

  /** Check the index first: doubling a hostile one could wrap around into the segment. */
  private static long shortPosition(MemorySegment segment, long index) {
    return Objects.checkIndex(index, segment.byteSize() / Short.BYTES) * Short.BYTES;
  }

  private static int shift(int bits, long index) {
    return ((int) (index & 7) * bits) & 7;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  private static void replace(MemorySegment target, long position, int mask, int bits) {
    int kept = target.get(JAVA_BYTE, position) & ~mask;
    target.set(JAVA_BYTE, position, (byte) (kept | (bits & mask)));
  }

  private static void requireWidth(int bits) {
    switch (bits) {
      case 2, 4, 6, 8, 16 -> {}
      default ->
          throw new IllegalArgumentException("codes have 2, 4, 6, 8 or 16 bits, not " + bits);
    }
  }
}
