package io.blockquant.core.tensor;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/**
 * Hold the bytes of a tensor, in host memory or on a device.
 *
 * <p>Element order is row-major; elements narrower than a byte are packed as {@code F4} says: the
 * first element in the low bits.
 */
public sealed interface Storage {

  /** Return the number of bytes. */
  long byteSize();

  /**
   * Host memory. Its lifetime is that of the {@link java.lang.foreign.Arena} that allocated it;
   * whoever made the arena closes it.
   *
   * @param segment the bytes, native or on the heap
   */
  record Host(MemorySegment segment) implements Storage {
    @Override
    public long byteSize() {
      return segment.byteSize();
    }
  }

  /**
   * Memory of a device, implemented by the backend that owns the device. The host reaches the bytes
   * only by {@link #copyTo} and {@link #copyFrom}; both wait until the copy is done.
   */
  non-sealed interface Device extends Storage {

    /** Return the device, as {@code devices} lists it: {@code cuda:0}. */
    String deviceId();

    /**
     * Return the address of the first byte, as other code on this device understands it; empty
     * where the device has no such thing.
     */
    default OptionalLong address() {
      return OptionalLong.empty();
    }

    /** Copy all bytes to {@code target}, which has {@link #byteSize} bytes. */
    void copyTo(MemorySegment target);

    /** Copy all bytes from {@code source}, which has {@link #byteSize} bytes. */
    void copyFrom(MemorySegment source);
  }
}
