package io.blockquant.cli.bench.measure;

import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Say what a figure was measured on: without it the figure means nothing. */
public final class MachineFacts {

  private MachineFacts() {}

  /** Return the facts by name; "unknown" where the system does not say. */
  public static Map<String, String> collect() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", field("/proc/cpuinfo", "model name").orElse(property("os.arch") + " CPU"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("caches", caches());
    facts.put("vector kernels", vectorKernels());
    facts.put("page size", field("/proc/self/smaps", "KernelPageSize").orElse("unknown"));
    facts.put(
        "transparent huge pages",
        text(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")).orElse("unknown"));
    facts.put("os", property("os.name") + " " + property("os.version"));
    facts.put(
        "jdk",
        property("java.runtime.version")
            + ", "
            + property("java.vm.name")
            + ", "
            + property("java.vendor"));
    return facts;
  }

  /** Return how much memory of this process is on huge pages now; "unknown" off Linux. */
  public static String hugePagesInUse() {
    return field("/proc/self/smaps_rollup", "AnonHugePages").orElse("unknown");
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static Optional<String> field(String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // not Linux
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String caches() {
    Path folder = Path.of("/sys/devices/system/cpu/cpu0/cache");
    try (Stream<Path> indexes = Files.list(folder)) {
      String known =
          indexes
              .filter(index -> index.getFileName().toString().startsWith("index"))
              .sorted()
              .filter(index -> !text(index.resolve("type")).equals(Optional.of("Instruction")))
              .map(index ->
                  "L"
                      + text(index.resolve("level")).orElse("?")
                      + " "
                      + text(index.resolve("size")).orElse("?"))
              .collect(Collectors.joining(", "));
      return known.isEmpty() ? "unknown" : known;
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String vectorKernels() {
    return Backends.discover().stream()
        .filter(entry -> entry.id().equals("cpu"))
        .findFirst()
        .map(entry ->
            switch (entry.availability()) {
              case Availability.Available available ->
                  available.devices().stream().map(Device::details).collect(Collectors.joining());
              case Availability.Unavailable why -> "no CPU backend: " + why.reason();
            })
        .orElse("no CPU backend installed");
  }
}
