package io.blockquant.cuda.driver;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the driver, with two pinned buffers that take turns: while the device copies one, the
 * host fills or empties the other.
 */
final class DriverStream implements GpuStream {

  /** Large enough that a copy's start does not matter, small enough that two overlap soon. */
  private static final long CHUNK = 8L << 20;

  private final DriverGpu gpu;
  private final String device;
  private final CUstream stream = new CUstream();
  private final @Nullable PinnedBuffer[] buffers = new @Nullable PinnedBuffer[2];
  private int turn;
  private boolean closed;

  DriverStream(DriverGpu gpu) {
    this.gpu = gpu;
    this.device = gpu.id();
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      Driver.check(
          device,
          "cuStreamCreate",
          JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    }
  }

  @Override
  public void copyIn(MemorySegment from, DeviceMemory to) {
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      for (long at = 0; at < from.byteSize(); at += CHUNK) {
        long bytes = Math.min(CHUNK, from.byteSize() - at);
        PinnedBuffer buffer = nextBuffer();
        MemorySegment.copy(from, at, buffer.segment(), 0, bytes);
        Driver.check(
            device,
            "cuMemcpyHtoDAsync of " + bytes + " bytes",
            JCudaDriver.cuMemcpyHtoDAsync(
                Address.device(to.address() + at), buffer.pointer(), bytes, stream));
        buffer.mark(stream);
      }
    }
  }

  @Override
  public void copyOut(DeviceMemory from, MemorySegment to) {
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      long end = to.byteSize();
      PinnedBuffer last = null;
      for (long at = 0; at < end + CHUNK; at += CHUNK) {
        PinnedBuffer buffer = null;
        if (at < end) {
          long bytes = Math.min(CHUNK, end - at);
          buffer = nextBuffer();
          Driver.check(
              device,
              "cuMemcpyDtoHAsync of " + bytes + " bytes",
              JCudaDriver.cuMemcpyDtoHAsync(
                  buffer.pointer(), Address.device(from.address() + at), bytes, stream));
          buffer.mark(stream);
        }
        if (last != null) {
          last.await();
          long start = at - CHUNK;
          MemorySegment.copy(last.segment(), 0, to, start, Math.min(CHUNK, end - start));
        }
        last = buffer;
      }
    }
  }

  /** The buffer whose turn it is, once the device is done with it. */
  private PinnedBuffer nextBuffer() {
    turn = 1 - turn;
    PinnedBuffer buffer = buffers[turn];
    if (buffer == null) {
      buffer = new PinnedBuffer(device, CHUNK);
      buffers[turn] = buffer;
    } else {
      buffer.await();
    }
    return buffer;
  }

  @Override
  public void zero(DeviceMemory memory) {
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      Driver.check(
          device,
          "cuMemsetD8Async",
          JCudaDriver.cuMemsetD8Async(
              Address.device(memory.address()), (byte) 0, memory.byteSize(), stream));
    }
  }

  @Override
  public void launch(String kernel, int grid, int threads, MemorySegment problem) {
    Pointer parameters = Pointer.to(Address.host(problem.address()));
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      Driver.check(
          device,
          "cuLaunchKernel of " + kernel,
          JCudaDriver.cuLaunchKernel(
              gpu.kernels().find(kernel), grid, 1, 1, threads, 1, 1, 0, stream, parameters, null));
    }
  }

  @Override
  public void await() {
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      Driver.check(device, "cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    gpu.forget(this);
    try (PrimaryContext.Scope _ = gpu.context().enter()) {
      // What it answers belongs to the run that queued it, and a lost device is freed all the same.
      JCudaDriver.cuStreamSynchronize(stream);
      for (PinnedBuffer buffer : buffers) {
        if (buffer != null) {
          buffer.free();
        }
      }
      JCudaDriver.cuStreamDestroy(stream);
    }
  }
}
