package io.blockquant.core.testing;

import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory that pretends to be on a device. */
public record ToyDevice(String deviceId, MemorySegment memory) implements Storage.Device {

  public static Tensor upload(String deviceId, Tensor host) {
    MemorySegment memory = Arena.ofAuto().allocate(host.byteSize());
    memory.copyFrom(host.segment());
    return Tensor.of(host.elementType(), host.shape(), new ToyDevice(deviceId, memory));
  }

  @Override
  public long byteSize() {
    return memory.byteSize();
  }

  @Override
  public void copyTo(MemorySegment target) {
    target.copyFrom(memory);
  }

  @Override
  public void copyFrom(MemorySegment source) {
    memory.copyFrom(source);
  }
}
