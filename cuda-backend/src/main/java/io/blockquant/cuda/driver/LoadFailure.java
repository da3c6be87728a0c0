package io.blockquant.cuda.driver;

import java.util.List;
import java.util.function.Predicate;

/**
 * Tell why JCuda's driver binding does not load.
 *
 * <p>JCuda throws one error whose message holds two stack traces: of the attempt to load its
 * library by name, which always fails unless the user installed it, and of the attempt to load the
 * copy that it unpacks from its jar. The second one holds the cause.
 */
final class LoadFailure {

  /** The driver's library, by the name that JCuda's library asks the linker for. */
  static final String DRIVER_LIBRARY = "libcuda.so.1";

  static final String DRIVER_REMEDY =
      "install the NVIDIA driver R525 or newer, and check that nvidia-smi lists a GPU";
  private static final String NATIVES_REMEDY =
      "on linux-x86_64 add the jar jcuda-natives-12.6.0-linux-x86_64 to the class path or, with"
          + " modules, --patch-module jcuda=<that jar>; other platforms have no CUDA backend";
  private static final String JCUDA_REMEDY = "add the jar jcuda-12.6.0 to the class or module path";
  private static final String UNPACK_REMEDY =
      DRIVER_REMEDY
          + "; let java.io.tmpdir name a folder that is writable and may hold executable code:"
          + " JCuda unpacks its library there";
  private static final String SECOND_TRACE = "from the attempt to load the library as a resource:";

  private LoadFailure() {}

  static DriverStatus.Unusable explain(LinkageError error) {
    if (error instanceof NoClassDefFoundError) {
      return new DriverStatus.Unusable("JCuda does not load: " + error, JCUDA_REMEDY);
    }
    List<String> lines = message(error).lines().map(String::strip).toList();
    String driver = first(lines, line -> line.contains(DRIVER_LIBRARY + ":"));
    if (!driver.isEmpty()) {
      String fromLinker = driver.substring(driver.indexOf(DRIVER_LIBRARY));
      return new DriverStatus.Unusable(
          "the NVIDIA driver's library does not load: " + fromLinker, DRIVER_REMEDY);
    }
    String resource = first(lines, line -> line.contains("No resource found"));
    if (!resource.isEmpty()) {
      return new DriverStatus.Unusable(
          "JCuda's own native library is missing: " + resource, NATIVES_REMEDY);
    }
    int second = lines.indexOf(first(lines, line -> line.endsWith(SECOND_TRACE)));
    List<String> rest = lines.subList(second + 1, lines.size());
    return new DriverStatus.Unusable(
        "JCuda's native library does not load: " + first(rest, line -> !line.isEmpty()),
        UNPACK_REMEDY);
  }

  private static String message(LinkageError error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.toString();
  }

  private static String first(List<String> lines, Predicate<String> wanted) {
    return lines.stream().filter(wanted).findFirst().orElse("");
  }
}
