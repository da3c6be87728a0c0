package io.blockquant.cuda;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.cuda.driver.CudaDriver;
import io.blockquant.cuda.driver.DriverStatus;
import io.blockquant.cuda.driver.GpuInfo;
import java.util.stream.Collectors;

/**
 * Offer NVIDIA GPUs as the backend {@code cuda}.
 *
 * <p>This release holds no CUDA kernels: {@link #probe} says what the driver of the machine can do,
 * and that the backend is unavailable either way. Thread-safe.
 */
public final class CudaProvider implements BackendProvider {

  /** The id of this backend. */
  public static final String ID = "cuda";

  private static final int RANK = 10;

  /** Be found by the service loader. */
  public CudaProvider() {}

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
    return unavailable(CudaDriver.status());
  }

  @Override
  public Backend open(BackendOptions options) {
    Availability.Unavailable why = unavailable(CudaDriver.status());
    throw Diagnostic.error("Backend.Unavailable", "a backend that is asked for MUST be usable")
        .fact("backend", ID)
        .fact("reason", why.reason())
        .help(why.remedy())
        .asException();
  }

  /** Say why the backend cannot run, given what the driver answers. */
  static Availability.Unavailable unavailable(DriverStatus status) {
    return switch (status) {
      case DriverStatus.Unusable(String reason, String remedy) ->
          new Availability.Unavailable(reason, remedy);
      case DriverStatus.Working working ->
          new Availability.Unavailable(
              "the driver works: CUDA "
                  + working.versionText()
                  + ", "
                  + working.gpus().size()
                  + (working.gpus().size() == 1 ? " device (" : " devices (")
                  + working.gpus().stream().map(GpuInfo::describe).collect(Collectors.joining("; "))
                  + "), but this release has no CUDA kernels",
              "use the backend cpu; CUDA kernels come with a later release");
    };
  }
}
