package io.blockquant.ort;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Switch off what ONNX Runtime would tell its maker, before it starts.
 *
 * <p>The official builds from 1.29 on send usage events over HTTPS from Linux and macOS unless
 * {@code ORT_DISABLE_TELEMETRY} is set when the library initializes; the call in its API comes too
 * late for the first event. Its start-up also matches the command line of the process with a
 * recursive regular expression, which overruns the stack and kills the JVM from about 4000
 * characters on: a class path of some twenty jars. With the variable set none of this runs.
 */
final class TelemetrySwitch {

  static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private static final int KEEP_EXISTING = 0;

  private TelemetrySwitch() {}

  /**
   * Set the variable in the environment of this process; what the user has set stays.
   *
   * @throws IllegalCallerException if this module may not call native code
   */
  static void off() {
    Linker linker = Linker.nativeLinker();
    // Windows has no setenv, and there the library sends nothing by itself.
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    setenv.ifPresent(address -> set(linker, address));
  }

  @SuppressWarnings("restricted") // Loading ONNX Runtime needs the same permission.
  private static void set(Linker linker, MemorySegment setenv) {
    MethodHandle call =
        linker.downcallHandle(
            setenv,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle bound =
          MethodHandles.insertArguments(
              call, 0, arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), KEEP_EXISTING);
      if (MethodHandleProxies.asInterfaceInstance(IntSupplier.class, bound).getAsInt() != 0) {
        throw new IllegalStateException("the environment has no room for " + VARIABLE);
      }
    }
  }
}
