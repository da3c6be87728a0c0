package io.blockquant.cuda.driver;

import java.lang.foreign.MemorySegment;

/**
 * Queue work on a GPU; what is queued runs in order. For one thread at a time.
 *
 * <p>Every call may report an error of work that was queued before it.
 */
public interface GpuStream extends AutoCloseable {

  /**
   * Copy from the host. When this returns, {@code from} has been read; the copy itself may still be
   * under way and overlap what the host does next.
   *
   * @param from as many bytes as {@code to} holds, on or off the heap
   */
  void copyIn(MemorySegment from, DeviceMemory to);

  /**
   * Copy to the host, after all that is queued; returns when the bytes are there.
   *
   * @param to as many bytes as {@code from} holds, on or off the heap
   */
  void copyOut(DeviceMemory from, MemorySegment to);

  /** Set all bytes to zero. */
  void zero(DeviceMemory memory);

  /**
   * Run a kernel.
   *
   * @param kernel its name
   * @param grid how many thread blocks
   * @param threads how many threads a block
   * @param problem the kernel's only parameter, in native memory; read before this returns
   * @throws IllegalArgumentException if there is no such kernel
   */
  void launch(String kernel, int grid, int threads, MemorySegment problem);

  /** Wait until everything queued is done. */
  void await();

  /** Wait, then free what the stream holds. */
  @Override
  void close();
}
