package io.blockquant.core.spi;

import io.blockquant.core.tensor.Storage;
import java.lang.foreign.Arena;

/**
 * Allocate in the memory of one device, for whoever uses a session. Thread-safe.
 *
 * <p>What it allocates outlives the backend that gave it: it is freed with its arena.
 */
public interface DeviceAllocator {

  /** Return the device, as {@code devices} lists it: {@code cuda:0}. */
  String deviceId();

  /**
   * Allocate memory whose lifetime is {@code arena}'s; its content is undefined. Whoever closes the
   * arena has seen to it that no run uses the memory.
   *
   * @throws io.blockquant.core.diag.BlockquantException if the device has too little memory, or the
   *     backend was closed
   * @throws IllegalStateException if the arena was closed
   */
  Storage.Device allocate(long bytes, Arena arena);

  /**
   * View memory of the device that somebody else allocated, and frees when nobody uses the view.
   *
   * @param address its first byte, aligned as the device's kernels need it
   * @throws io.blockquant.core.diag.BlockquantException if the address is not aligned
   */
  Storage.Device view(long address, long bytes);
}
