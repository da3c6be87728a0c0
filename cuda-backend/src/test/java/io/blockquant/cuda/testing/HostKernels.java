package io.blockquant.cuda.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernels' sources, compiled by the host's g++ with the CUDA toolkit's headers and a shim.
 *
 * <p>Built once per JVM, into {@code target}. Where there is no g++ or no toolkit, tests that ask
 * for it are skipped with the reason.
 */
final class HostKernels {

  private static final Path SHIM = Path.of("src", "test", "cuda");

  private final MethodHandle launch;

  private HostKernels(MethodHandle launch) {
    this.launch = launch;
  }

  /** Return the kernels, or skip the test. */
  static HostKernels orSkip() {
    assumeTrue(Holder.KERNELS != null, Holder.WHY_NOT);
    return Objects.requireNonNull(Holder.KERNELS);
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
    static final String WHY_NOT;
    static final @Nullable HostKernels KERNELS;

    static {
      String reason = "";
      HostKernels kernels = null;
      Path headers = toolkit();
      if (headers == null) {
        reason = "no CUDA toolkit: CUDA_HOME is not set and /usr/local/cuda has no headers";
      } else if (!isCompiler("g++")) {
        reason = "no g++ on the PATH";
      } else {
        kernels = load(build(headers));
      }
      WHY_NOT = reason;
      KERNELS = kernels;
    }
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

  private static Path build(Path headers) {
    Path library = Path.of("target", "host-kernels", "libkernels.so").toAbsolutePath();
    List<String> command =
        List.of(
            "g++",
            "-std=c++17",
            "-O1",
            // As on the GPU: no a*b+c becomes one rounding unless the source says so.
            "-ffp-contract=off",
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
      Path log = library.resolveSibling("g++.log");
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

  private static HostKernels load(Path library) {
    SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
    MethodHandle launch =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.findOrThrow("bq_launch"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    return new HostKernels(launch);
  }
}
