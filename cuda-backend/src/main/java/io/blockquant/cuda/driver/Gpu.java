package io.blockquant.cuda.driver;

/**
 * Hold one GPU: its memory, its kernels. Thread-safe.
 *
 * <p>Errors are {@link io.blockquant.core.diag.BlockquantException}s: {@code Cuda.OutOfMemory} says
 * how much was asked, held and free and leaves everything usable; {@code Cuda.DeviceLost} means
 * that nothing works any more but {@link #close}; {@code Cuda.Failure} is any other answer of the
 * driver.
 */
public interface Gpu extends AutoCloseable {

  /** Return the device, as {@code devices} lists it: {@code cuda:0}. */
  String id();

  /** Return memory; its content is undefined. */
  DeviceMemory allocate(long bytes);

  /** Return a queue of its own. */
  GpuStream newStream();

  /** Free everything; what was allocated and not closed is freed too. */
  @Override
  void close();
}
