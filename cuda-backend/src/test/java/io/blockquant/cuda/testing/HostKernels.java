package io.blockquant.cuda.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernels' sources, compiled by the host's g++ with the CUDA toolkit's headers and a shim.
 *
 * <p>Built once per JVM and chip, into {@code target}. Where there is no g++ or no toolkit, tests
 * that ask for it are skipped with the reason.
 */
final class HostKernels {

  private static final Path SHIM = Path.of("src", "test", "cuda");

  private final MethodHandle launch;
  private final MethodHandle e2m1Differences;

  private HostKernels(MethodHandle launch, MethodHandle e2m1Differences) {
    this.launch = launch;
    this.e2m1Differences = e2m1Differences;
  }

  /** Return the kernels as a chip runs them, or skip the test. */
  static HostKernels orSkip(Chip chip) {
    assumeTrue(Holder.WHY_NOT.isEmpty(), Holder.WHY_NOT);
    return Holder.KERNELS.computeIfAbsent(chip, HostKernels::load);
  }

  /** Return how many of {@code count} floats the ways to E2M1 disagree on. */
  long e2m1Differences(int first, int step, long count) {
    try {
      return (long) e2m1Differences.invokeExact(first, step, count);
    } catch (Throwable e) {
      throw new AssertionError("bq_e2m1_differences", e);
    }
  }

  /** Run a kernel; returns whether there is one of that name. */
  boolean run(String kernel, MemorySegment problem, int grid, int threads) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(kernel);
      return (int) launch.invokeExact(name, problem, grid, threads) == 0;
    } catch (Throwable e) {
      throw new AssertionError(kernel, e);
    }
  }

  private static final class Holder {
    static final Map<Chip, HostKernels> KERNELS = new ConcurrentHashMap<>();
    static final String WHY_NOT =
        toolkit() == null
            ? "no CUDA toolkit: CUDA_HOME is not set and /usr/local/cuda has no headers"
            : isCompiler("g++") ? "" : "no g++ on the PATH";
  }

  private static @Nullable Path toolkit() {
    return Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda")
        .filter(Objects::nonNull)
        .map(home -> Path.of(home, "include"))
        .filter(include -> Files.exists(include.resolve("cuda_fp4.h")))
        .findFirst()
        .orElse(null);
  }

  private static boolean isCompiler(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  private static Path build(Chip chip) {
    Path headers = Objects.requireNonNull(toolkit());
    Path library = Path.of("target", "host-kernels", "lib" + chip + ".so").toAbsolutePath();
    List<String> command =
        List.of(
            "g++",
            "-std=c++17",
            "-O1",
            // As on the GPU: no a*b+c becomes one rounding unless the source says so.
            "-ffp-contract=off",
            chip == Chip.WITH_E2M1 ? "-DBLOCKQUANT_E2M1_HARDWARE" : "-UBLOCKQUANT_E2M1_HARDWARE",
            "-fPIC",
            "-shared",
            "-I" + SHIM,
            "-I" + Path.of("src", "main", "cuda"),
            "-isystem",
            headers.toString(),
            "-o",
            library.toString(),
            SHIM.resolve("shim_main.cc").toString());
    try {
      Files.createDirectories(library.getParent());
      Path log = library.resolveSibling(chip + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        throw new AssertionError("g++ fails: " + command + "\n" + output);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while g++ ran", e);
    }
  }

  private static HostKernels load(Chip chip) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(build(chip), Arena.global());
    MethodHandle launch =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.findOrThrow("bq_launch"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    MethodHandle e2m1Differences =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.findOrThrow("bq_e2m1_differences"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    return new HostKernels(launch, e2m1Differences);
  }
}
