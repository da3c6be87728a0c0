package io.blockquant.cpu.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Write codes one after another, packed as F4 says.
 *
 * <p>Whole bytes are written, never read: threads may write neighbouring ranges that start at
 * multiples of eight elements, and the unused bits of a tensor's last byte become 0. Reusable, not
 * thread-safe.
 */
public final class PackedWriter {

  private MemorySegment target = MemorySegment.NULL;
  private int bits;
  private long position;
  private long pending;
  private int pendingBits;

  /**
   * Start at an element.
   *
   * @param bits bits per code, at most 32
   * @param element one whose code starts a byte
   */
  public void open(MemorySegment target, int bits, long element) {
    assert element * bits % Byte.SIZE == 0 : element;
    this.target = target;
    this.bits = bits;
    this.position = element * bits / Byte.SIZE;
    this.pending = 0;
    this.pendingBits = 0;
  }

  /** Write the next code, which has no bit above its width. */
  public void put(int code) {
    pending |= Integer.toUnsignedLong(code) << pendingBits;
    pendingBits += bits;
    while (pendingBits >= Byte.SIZE) {
      target.set(JAVA_BYTE, position++, (byte) pending);
      pending >>>= Byte.SIZE;
      pendingBits -= Byte.SIZE;
    }
  }

  /** Write what is left of the last byte, and let go of the memory. */
  public void close() {
    if (pendingBits > 0) {
      target.set(JAVA_BYTE, position, (byte) pending);
    }
    target = MemorySegment.NULL;
  }
}
