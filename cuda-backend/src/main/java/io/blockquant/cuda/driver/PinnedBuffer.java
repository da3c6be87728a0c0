package io.blockquant.cuda.driver;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Hold host memory that the device copies from and to by itself, and the event that tells when it
 * is done with it. The context is current in every call.
 */
final class PinnedBuffer {

  private final String device;
  private final Address.Pinned pointer = new Address.Pinned();
  private final MemorySegment segment;
  private final CUevent done = new CUevent();

  PinnedBuffer(String device, long bytes) {
    this.device = device;
    Driver.check(
        device,
        "cuMemHostAlloc of " + bytes + " bytes",
        JCudaDriver.cuMemHostAlloc(pointer, bytes, 0));
    segment = MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
    int result = JCudaDriver.cuEventCreate(done, CUevent_flags.CU_EVENT_DISABLE_TIMING);
    if (result != 0) {
      JCudaDriver.cuMemFreeHost(pointer);
      throw Driver.failure(device, "cuEventCreate", result);
    }
  }

  MemorySegment segment() {
    return segment;
  }

  Pointer pointer() {
    return pointer;
  }

  /** Mark the end of what is queued so far. */
  void mark(CUstream stream) {
    Driver.check(device, "cuEventRecord", JCudaDriver.cuEventRecord(done, stream));
  }

  /** Wait for the mark; at once where there is none. */
  void await() {
    Driver.check(device, "cuEventSynchronize", JCudaDriver.cuEventSynchronize(done));
  }

  /** Free it; nothing is under way. */
  void free() {
    JCudaDriver.cuEventDestroy(done);
    JCudaDriver.cuMemFreeHost(pointer);
  }
}
