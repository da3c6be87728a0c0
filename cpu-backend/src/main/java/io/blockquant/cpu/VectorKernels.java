package io.blockquant.cpu;

import java.util.Map;

/**
 * Say whether the vector kernels are on, and if not, why and what would turn them on.
 *
 * <p>This class is loaded where the module of the Vector API is absent: it names no type of it, nor
 * any of ours that does.
 *
 * @param isOn whether they are on
 * @param isUnwanted whether a setting switched them off
 * @param reason why they are off; empty when they are on
 */
record VectorKernels(boolean isOn, boolean isUnwanted, String reason) {

  /** The setting of the backend, and the system property {@code blockquant.cpu.vector}. */
  static final String SETTING = "vector";

  static final String PROPERTY = "blockquant.cpu.vector";

  private static final String MODULE = "jdk.incubator.vector";

  /**
   * Decide by the settings, then the system property, then the machine.
   *
   * @throws IllegalArgumentException if a setting is neither auto nor off
   */
  static VectorKernels of(Map<String, String> settings) {
    String wanted = settings.getOrDefault(SETTING, System.getProperty(PROPERTY, "auto"));
    return switch (wanted) {
      case "off" -> new VectorKernels(false, true, "switched off by " + SETTING + "=off");
      case "auto" -> ofMachine();
      default ->
          throw new IllegalArgumentException(
              SETTING + " must be auto or off, found '" + wanted + "'");
    };
  }

  private static VectorKernels ofMachine() {
    VectorKernels vector = ofModule(ModuleLayer.boot().findModule(MODULE).isPresent());
    return vector.isOn() && !KernelCatalog.hasAddressSpace()
        ? new VectorKernels(
            false,
            false,
            "the JVM denies native access; add --enable-native-access=io.blockquant.cpu,"
                + " or =ALL-UNNAMED on a class path")
        : vector;
  }

  /** Decide by the presence of the Vector API alone. */
  static VectorKernels ofModule(boolean present) {
    return present
        ? new VectorKernels(true, false, "")
        : new VectorKernels(
            false, false, "the module " + MODULE + " is absent; add --add-modules " + MODULE);
  }
}
