package io.blockquant.cpu;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Offer the CPU as a backend: block kernels on the Vector API, each with a scalar twin.
 *
 * <p>Setting {@code vector}, or else the system property {@code blockquant.cpu.vector}: {@code
 * auto} (the default) or {@code off}. The system property {@code blockquant.cpu.vectorBits} chooses
 * the width of the vectors, 128, 256 or 512, for the whole JVM; the machine's own width otherwise.
 */
public final class CpuProvider implements BackendProvider {

  /** The id of the backend. */
  public static final String ID = "cpu";

  private static final System.Logger LOG = System.getLogger("io.blockquant.cpu");
  private static final int RANK = 20;

  /** One line per JVM is enough to be seen. */
  private static final AtomicBoolean LOGGED = new AtomicBoolean();

  /** Be found by the service loader. */
  public CpuProvider() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public Availability probe() {
    try {
      VectorKernels vector = VectorKernels.of(Map.of());
      String width = vector.isOn() ? KernelCatalog.vectorWidth() : "off - " + vector.reason();
      return available("vector kernels: " + width);
    } catch (IllegalArgumentException e) {
      return available("vector kernels: off - " + e.getMessage());
    }
  }

  private static Availability available(String vector) {
    int cores = Runtime.getRuntime().availableProcessors();
    String name = System.getProperty("os.arch") + " CPU";
    return new Availability.Available(
        List.of(new Device("cpu:0", name, cores + " cores, " + vector)));
  }

  @Override
  public Backend open(BackendOptions options) {
    VectorKernels vector = vectorKernels(options);
    if (!vector.isOn() && !vector.isUnwanted() && LOGGED.compareAndSet(false, true)) {
      LOG.log(System.Logger.Level.INFO, "vector kernels: off - {0}", vector.reason());
    }
    return new CpuBackend(KernelCatalog.operators(vector), options.threads());
  }

  private static VectorKernels vectorKernels(BackendOptions options) {
    try {
      VectorKernels vector = VectorKernels.of(options.settings());
      if (vector.isOn()) {
        KernelCatalog.checkVectorWidth();
      }
      return vector;
    } catch (IllegalArgumentException e) {
      throw Diagnostic.error("Backend.Setting", "a setting of a backend MUST have a legal value")
          .fact("backend", ID)
          .fact("expected", "vector = auto or off; blockquant.cpu.vectorBits = 128, 256 or 512")
          .fact("found", String.valueOf(e.getMessage()))
          .help("correct or remove the setting or the system property")
          .asException();
    }
  }
}
