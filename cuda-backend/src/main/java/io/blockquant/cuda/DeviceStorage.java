package io.blockquant.cuda;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.tensor.Storage;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import io.blockquant.cuda.driver.Lifetime;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/**
 * Bytes in the memory of a GPU, as tensors hold them. All work on them is done when somebody sees
 * one: runs wait for their kernels before they hand out what those wrote.
 */
final class DeviceStorage implements Storage.Device {

  private final Gpu gpu;
  private final DeviceMemory memory;
  private final GpuStream copies;
  private final Lifetime lifetime;

  /**
   * Hold memory.
   *
   * @param copies the stream that copies it to and from the host, one copy at a time
   * @param lifetime how long the memory may be used
   */
  DeviceStorage(Gpu gpu, DeviceMemory memory, GpuStream copies, Lifetime lifetime) {
    this.gpu = gpu;
    this.memory = memory;
    this.copies = copies;
    this.lifetime = lifetime;
  }

  @Override
  public OptionalLong address() {
    return OptionalLong.of(memoryNow().address());
  }

  @Override
  public long byteSize() {
    return memory.byteSize();
  }

  @Override
  public String deviceId() {
    return gpu.id();
  }

  @Override
  public void copyTo(MemorySegment target) {
    synchronized (copies) {
      copies.copyOut(memoryNow(), target);
    }
  }

  @Override
  public void copyFrom(MemorySegment source) {
    synchronized (copies) {
      copies.copyIn(source, memoryNow());
      copies.await();
    }
  }

  /** Kernels address memory by numbers: what is closed must be noticed before. */
  private DeviceMemory memoryNow() {
    if (!lifetime.isAlive()) {
      throw Diagnostic.error(
              "Cuda.MemoryClosed", "a tensor MUST be used before its arena is closed")
          .fact("device", gpu.id())
          .fact("found", memory.byteSize() + " bytes of a closed arena")
          .help("close the arena after the last run that uses its tensors")
          .asException();
    }
    return memory;
  }
}
