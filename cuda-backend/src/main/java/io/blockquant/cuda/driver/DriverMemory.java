package io.blockquant.cuda.driver;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Allocate from the driver. */
final class DriverMemory implements CachingAllocator.Source {

  private final PrimaryContext context;

  DriverMemory(PrimaryContext context) {
    this.context = context;
  }

  @Override
  public long allocate(long bytes) {
    Address.Filled pointer = Address.toFill();
    int result;
    try (PrimaryContext.Scope _ = context.enter()) {
      result = JCudaDriver.cuMemAlloc(pointer, bytes);
    }
    if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return 0;
    }
    Driver.check(context.id(), "cuMemAlloc of " + bytes + " bytes", result);
    return pointer.address();
  }

  @Override
  public void free(long address) {
    try (PrimaryContext.Scope _ = context.enter()) {
      // An error here is that of earlier work on a lost device, which has nothing left to free.
      JCudaDriver.cuMemFree(Address.device(address));
    }
  }

  @Override
  public long[] freeAndTotal() {
    long[] free = new long[1];
    long[] total = new long[1];
    try (PrimaryContext.Scope _ = context.enter()) {
      Driver.check(context.id(), "cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    }
    return new long[] {free[0], total[0]};
  }
}
