package io.blockquant.cuda.driver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUdevice_attribute;

/** A GPU through the NVIDIA driver. */
final class DriverGpu implements Gpu {

  private final PrimaryContext context;
  private final Kernels kernels;
  private final CachingAllocator allocator;
  private final Set<DriverStream> streams = ConcurrentHashMap.newKeySet();
  private boolean closed;

  DriverGpu(int ordinal) {
    context = new PrimaryContext(ordinal);
    int major = context.attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = context.attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    try (PrimaryContext.Scope _ = context.enter()) {
      kernels = new Kernels(context.id(), 10 * major + minor);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
    allocator = new CachingAllocator(context.id(), new DriverMemory(context));
  }

  @Override
  public String id() {
    return context.id();
  }

  PrimaryContext context() {
    return context;
  }

  Kernels kernels() {
    return kernels;
  }

  @Override
  public DeviceMemory allocate(long bytes) {
    return allocator.allocate(bytes);
  }

  @Override
  public GpuStream newStream() {
    DriverStream stream = new DriverStream(this);
    streams.add(stream);
    return stream;
  }

  void forget(DriverStream stream) {
    streams.remove(stream);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    streams.forEach(DriverStream::close);
    allocator.close();
    try (PrimaryContext.Scope _ = context.enter()) {
      kernels.unload();
    }
    context.close();
  }
}
