package io.blockquant.cuda;

import io.blockquant.core.tensor.Storage;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import java.lang.foreign.MemorySegment;

/**
 * Bytes in the memory of a GPU, as tensors hold them. All work on them is done when somebody sees
 * one: runs wait for their kernels before they hand out what those wrote.
 */
final class DeviceStorage implements Storage.Device {

  private final Gpu gpu;
  private final DeviceMemory memory;

  DeviceStorage(Gpu gpu, DeviceMemory memory) {
    this.gpu = gpu;
    this.memory = memory;
  }

  long address() {
    return memory.address();
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
    try (GpuStream stream = gpu.newStream()) {
      stream.copyOut(memory, target);
    }
  }

  @Override
  public void copyFrom(MemorySegment source) {
    try (GpuStream stream = gpu.newStream()) {
      stream.copyIn(source, memory);
      stream.await();
    }
  }
}
