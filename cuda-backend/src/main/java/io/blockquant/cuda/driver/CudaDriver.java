package io.blockquant.cuda.driver;

/**
 * Ask the NVIDIA driver for its version and its GPUs; thread-safe.
 *
 * <p>The first call loads JCuda's driver binding and initializes CUDA in this process; its answer
 * holds for the life of the process. It makes no context, so it takes no memory of a GPU; {@link
 * #open} does.
 */
public final class CudaDriver {

  private CudaDriver() {}

  /** Return what the driver can do here; never throws. */
  public static DriverStatus status() {
    return Holder.STATUS;
  }

  /**
   * Open a GPU.
   *
   * @param ordinal its number, as {@link #status} lists it
   * @throws io.blockquant.core.diag.BlockquantException if the driver cannot
   */
  public static Gpu open(int ordinal) {
    return new DriverGpu(ordinal);
  }

  /** Loads on first use, once per process: a class whose library failed to load stays unusable. */
  private static final class Holder {
    static final DriverStatus STATUS = ask();
  }

  /** Names no class of JCuda itself, so that a missing jar fails inside the try. */
  private static DriverStatus ask() {
    try {
      return DriverQuery.ask();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      return LoadFailure.explain(e);
    }
  }
}
