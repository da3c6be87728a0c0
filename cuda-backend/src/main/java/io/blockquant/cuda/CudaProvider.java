package io.blockquant.cuda;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import io.blockquant.cuda.driver.CudaDriver;
import io.blockquant.cuda.driver.DriverStatus;
import io.blockquant.cuda.driver.GpuInfo;
import io.blockquant.cuda.driver.KernelImages;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Offer NVIDIA GPUs as the backend {@code cuda}. Thread-safe.
 *
 * <p>The setting {@code device} is the number of the GPU to run on; unless it is given, the first
 * one that can.
 */
public final class CudaProvider implements BackendProvider {

  /** The id of this backend. */
  public static final String ID = "cuda";

  /** The setting that names a GPU by its number. */
  public static final String DEVICE = "device";

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
    return availability(CudaDriver.status());
  }

  @Override
  public Backend open(BackendOptions options) {
    return switch (availability(CudaDriver.status())) {
      case Availability.Available available ->
          new CudaBackend(CudaDriver.open(chosen(options, available.devices())));
      case Availability.Unavailable(String reason, String remedy) ->
          throw Diagnostic.error(
                  "Backend.Unavailable", "a backend that is asked for MUST be usable")
              .fact("backend", ID)
              .fact("reason", reason)
              .help(remedy)
              .asException();
    };
  }

  private static int chosen(BackendOptions options, List<Device> devices) {
    String wanted = options.settings().get(DEVICE);
    List<String> numbers =
        devices.stream().map(device -> device.id().substring(ID.length() + 1)).toList();
    if (wanted == null) {
      return Integer.parseInt(numbers.getFirst());
    }
    if (!numbers.contains(wanted)) {
      throw Diagnostic.error("Backend.Setting", "a setting of a backend MUST have a legal value")
          .fact("backend", ID)
          .fact("expected", DEVICE + " = one of " + numbers)
          .fact("found", wanted)
          .help("correct or remove the setting")
          .asException();
    }
    return Integer.parseInt(wanted);
  }

  /** Say whether the backend can run, given what the driver answers. */
  static Availability availability(DriverStatus status) {
    return switch (status) {
      case DriverStatus.Unusable(String reason, String remedy) ->
          new Availability.Unavailable(reason, remedy);
      case DriverStatus.Working working -> {
        List<Device> devices =
            working.gpus().stream()
                .filter(gpu -> gpu.architecture() >= KernelImages.OLDEST)
                .map(CudaProvider::device)
                .toList();
        yield devices.isEmpty() ? tooOld(working) : new Availability.Available(devices);
      }
    };
  }

  private static Device device(GpuInfo gpu) {
    return new Device(ID + ":" + gpu.ordinal(), gpu.name(), gpu.details());
  }

  private static Availability.Unavailable tooOld(DriverStatus.Working working) {
    return new Availability.Unavailable(
        "no GPU has compute capability 8.0 or newer, found "
            + working.gpus().stream().map(GpuInfo::describe).collect(Collectors.joining("; ")),
        "use the backend cpu, or a GPU of the Ampere generation or newer");
  }
}
