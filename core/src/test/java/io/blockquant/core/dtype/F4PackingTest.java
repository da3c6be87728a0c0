package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F4: codes form a little-endian bit stream; unused bits of the last byte are 0. */
class F4PackingTest {

  private static final byte GUARD = (byte) 0xA5;
  private static final int GUARDS = 8;

  @Test
  void theLayoutsOfTheSpecification() {
    assertEquals("2143", hex(Packing.pack(4, 1, 2, 3, 4)));
    assertEquals("2103", hex(Packing.pack(4, 1, 2, 3)));
    // x0 | x1<<2 | x2<<4 | x3<<6
    assertEquals("e4", hex(Packing.pack(2, 0, 1, 2, 3)));
    assertEquals("e403", hex(Packing.pack(2, 0, 1, 2, 3, 3)));
    // Four values in three bytes: 000001, 000010, 000011, 111111 from the low end.
    assertEquals("8130fc", hex(Packing.pack(6, 1, 2, 3, 0x3F)));
    assertEquals("3f", hex(Packing.pack(6, 0x3F)));
    assertEquals("ff0f", hex(Packing.pack(6, 0x3F, 0x3F)));
    assertEquals("00ff7f", hex(Packing.pack(8, 0, 0xFF, 0x7F)));
    assertEquals("3412cdab", hex(Packing.pack(16, 0x1234, 0xABCD)));
    assertEquals("2103", hex(Packing.pack(4, new byte[] {1, 2, 3})));
    assertEquals("80ff", hex(Packing.pack(8, new byte[] {-128, -1})));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 16})
  void everyCountAgreesWithABitByBitOracleBetweenGuards(int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    for (int count = 0; count <= 67; count++) {
      checkPackAndUnpack(bits, random, count);
    }
    checkPackAndUnpack(bits, random, 1009);
  }

  private static void checkPackAndUnpack(int bits, SplittableRandom random, int count) {
    int[] codes = random.ints(count, 0, 1 << bits).toArray();
    byte[] expected = bitByBit(bits, codes);
    assertArrayEquals(expected, Packing.pack(bits, codes));

    byte[] guarded = new byte[expected.length + 2 * GUARDS];
    Arrays.fill(guarded, GUARD);
    Packing.pack(MemorySegment.ofArray(guarded).asSlice(GUARDS), bits, codes);
    assertArrayEquals(surround(expected), guarded);

    MemorySegment packed = MemorySegment.ofArray(expected);
    assertArrayEquals(codes, Packing.unpack(packed, bits, count));
    assertEquals(expected.length, Packing.byteSize(bits, count));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 16})
  void settingAnElementLeavesItsNeighbours(int bits) {
    int count = 21;
    SplittableRandom random = new SplittableRandom(bits);
    int[] codes = random.ints(count, 0, 1 << bits).toArray();
    byte[] packed = Packing.pack(bits, codes);
    byte[] guarded = surround(packed);
    MemorySegment target = MemorySegment.ofArray(guarded).asSlice(GUARDS, packed.length);
    for (int step = 0; step < 1000; step++) {
      int index = random.nextInt(count);
      codes[index] = random.nextInt(1 << bits);
      Packing.set(target, bits, index, codes[index]);
      assertEquals(codes[index], Packing.get(target, bits, index));
      assertArrayEquals(surround(bitByBit(bits, codes)), guarded);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 16})
  void positionsOutsideTheSegmentAreRefusedAndNothingIsWritten(int bits) {
    byte[] bytes = {GUARD, GUARD, GUARD, GUARD};
    byte[] before = bytes.clone();
    MemorySegment segment = MemorySegment.ofArray(bytes);
    long first = (long) Byte.SIZE * bytes.length / bits; // the first that does not fit as a whole
    for (long index : new long[] {first, first + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62}) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> Packing.get(segment, bits, index), "" + index);
      assertThrows(
          IndexOutOfBoundsException.class, () -> Packing.set(segment, bits, index, 0), "" + index);
    }
    int[] tooMany = new int[Math.toIntExact(first + 1)];
    assertThrows(IndexOutOfBoundsException.class, () -> Packing.pack(segment, bits, tooMany));
    assertArrayEquals(before, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 16})
  void unpackChecksTheCountBeforeItAllocates(int bits) {
    MemorySegment segment = MemorySegment.ofArray(new byte[4]);
    assertThrows(
        IndexOutOfBoundsException.class, () -> Packing.unpack(segment, bits, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> Packing.unpack(segment, bits, -1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 16})
  void codesThatAreTooWideAreRefused(int bits) {
    MemorySegment segment = MemorySegment.ofArray(new byte[4]);
    int tooWide = 1 << bits;
    assertThrows(IllegalArgumentException.class, () -> Packing.set(segment, bits, 0, tooWide));
    assertThrows(IllegalArgumentException.class, () -> Packing.set(segment, bits, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> Packing.pack(bits, tooWide));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 3, 5, 7, 32})
  void otherWidthsAreRefused(int bits) {
    MemorySegment segment = MemorySegment.ofArray(new byte[8]);
    assertThrows(IllegalArgumentException.class, () -> Packing.get(segment, bits, 0));
    assertThrows(IllegalArgumentException.class, () -> Packing.set(segment, bits, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Packing.byteSize(bits, 1));
  }

  private static byte[] bitByBit(int bits, int[] codes) {
    byte[] bytes = new byte[(codes.length * bits + 7) / 8];
    for (int i = 0; i < codes.length; i++) {
      for (int bit = 0; bit < bits; bit++) {
        int at = i * bits + bit;
        int value = (codes[i] >> bit) & 1;
        bytes[at / 8] = (byte) (bytes[at / 8] | (value << (at % 8)));
      }
    }
    return bytes;
  }

  private static byte[] surround(byte[] inner) {
    byte[] guarded = new byte[inner.length + 2 * GUARDS];
    Arrays.fill(guarded, GUARD);
    System.arraycopy(inner, 0, guarded, GUARDS, inner.length);
    return guarded;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
