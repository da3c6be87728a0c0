package io.blockquant.cuda.driver;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * Hold a device's primary context, the one that other CUDA libraries of the process use as well, so
 * that device memory of theirs and of ours can meet. Thread-safe.
 */
final class PrimaryContext implements AutoCloseable {

  private final String id;
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();

  PrimaryContext(int ordinal) {
    id = "cuda:" + ordinal;
    Driver.check(id, "cuInit", JCudaDriver.cuInit(0));
    Driver.check(id, "cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
    Driver.check(
        id, "cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
  }

  /** Return the device, as {@code devices} lists it. */
  String id() {
    return id;
  }

  /** Make the context this thread's until the scope closes, whatever it was before. */
  Scope enter() {
    Driver.check(id, "cuCtxPushCurrent", JCudaDriver.cuCtxPushCurrent(context));
    return Scope.INSTANCE;
  }

  /** Drops the pushed context. */
  enum Scope implements AutoCloseable {
    INSTANCE;

    @Override
    public void close() {
      JCudaDriver.cuCtxPopCurrent(new CUcontext());
    }
  }

  /** Return an attribute of the device. */
  int attribute(int attribute) {
    int[] value = new int[1];
    Driver.check(
        id, "cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  @Override
  public void close() {
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }
}
