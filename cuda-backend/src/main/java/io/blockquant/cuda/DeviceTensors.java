package io.blockquant.cuda;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.spi.DeviceAllocator;
import io.blockquant.core.tensor.Storage;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import io.blockquant.cuda.driver.Lifetime;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Allocate the tensors of users, and keep the GPU open for as long as there is one: the last of
 * them and the backend closes it. Thread-safe.
 */
final class DeviceTensors implements DeviceAllocator, AutoCloseable {

  /** What the widest loads and stores of the kernels need. */
  private static final long ALIGNMENT = 16;

  private final Gpu gpu;
  private @Nullable GpuStream copies;

  /** The backend, while it is open, and every piece of memory. */
  private int users = 1;

  private boolean closed;

  DeviceTensors(Gpu gpu) {
    this.gpu = gpu;
  }

  @Override
  public String deviceId() {
    return gpu.id();
  }

  @Override
  public Storage.Device allocate(long bytes, Arena arena) {
    GpuStream stream = use();
    boolean made = false;
    try {
      DeviceMemory memory = gpu.allocate(bytes);
      try {
        Lifetime lifetime = Lifetime.of(arena, () -> end(memory));
        made = true;
        return new DeviceStorage(gpu, memory, stream, lifetime);
      } finally {
        if (!made) {
          memory.close();
        }
      }
    } finally {
      if (!made) {
        release();
      }
    }
  }

  @Override
  public Storage.Device view(long address, long bytes) {
    if (address % ALIGNMENT != 0) {
      throw Diagnostic.error("Cuda.Alignment", "device memory MUST be aligned to 16 bytes")
          .fact("device", gpu.id())
          .fact("address", "0x" + Long.toHexString(address))
          .help("start the tensor at an aligned address, or copy it")
          .asException();
    }
    // Whoever made it frees it: the view holds nothing, and copies through a stream like any other.
    GpuStream stream = use();
    release();
    return new DeviceStorage(gpu, new Foreign(address, bytes), stream, Lifetime.endless());
  }

  private void end(DeviceMemory memory) {
    memory.close();
    release();
  }

  private synchronized GpuStream use() {
    if (closed) {
      throw Diagnostic.error(
              "Cuda.Closed", "device memory MUST be asked for while a session is open")
          .fact("device", gpu.id())
          .help("allocate before the session is closed, or from another session")
          .asException();
    }
    GpuStream stream = copies;
    if (stream == null) {
      stream = gpu.newStream();
      copies = stream;
    }
    users++;
    return stream;
  }

  private synchronized void release() {
    users--;
    if (users == 0) {
      gpu.close(); // the stream with it
    }
  }

  /** Let go of the GPU; tensors that are in use stay what they are. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    release();
  }

  /** Memory of somebody else's. */
  private record Foreign(long address, long byteSize) implements DeviceMemory {
    @Override
    public void close() {
      // It is not ours to free.
    }
  }
}
