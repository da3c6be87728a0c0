package io.blockquant.cuda.driver;

import java.util.List;

/** Say what the NVIDIA driver of this machine can do. */
public sealed interface DriverStatus {

  /**
   * It answers and lists at least one GPU.
   *
   * @param version the newest CUDA version that it supports, as the driver writes it: 12040 is 12.4
   * @param gpus the GPUs, by ordinal
   */
  record Working(int version, List<GpuInfo> gpus) implements DriverStatus {
    public Working {
      gpus = List.copyOf(gpus);
    }

    /** Return the version as people write it: {@code 12.4}. */
    public String versionText() {
      return DriverStatus.versionText(version);
    }
  }

  /**
   * It is missing, too old, or fails.
   *
   * @param reason why, with the facts
   * @param remedy what the user can do
   */
  record Unusable(String reason, String remedy) implements DriverStatus {}

  /** Return a version as people write it; the driver writes 1000 * major + 10 * minor. */
  static String versionText(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
