package io.blockquant.cli.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Tell whether the JVM still compiles.
 *
 * <p>The time that the JVM has spent compiling grows only when a method is done, and C2 may take
 * seconds over a kernel on a busy machine; so HotSpot is also asked for its queues, with what
 * {@code jcmd PID Compiler.queue} prints. Where that cannot be asked, the time alone has to do.
 */
final class JitCompiler {
  private static final String QUEUES = "compilerQueue";

  private final @Nullable CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private long compiledMillis = -1;

  /** Return {@code true} if nothing was compiled since the last call and nothing waits. */
  boolean isIdle() {
    long before = compiledMillis;
    compiledMillis =
        bean != null && bean.isCompilationTimeMonitoringSupported()
            ? bean.getTotalCompilationTime()
            : 0;
    return compiledMillis == before && areEmpty(queues());
  }

  private String queues() {
    try {
      Object text =
          server.invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              QUEUES,
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
      return String.valueOf(text);
    } catch (JMException e) {
      return ""; // another JVM, which does not say
    }
  }

  /** The report has a heading per queue and the line "Empty" or one per method. */
  static boolean areEmpty(String queues) {
    return queues
        .lines()
        .map(String::strip)
        .allMatch(line -> line.isEmpty() || line.endsWith(":") || line.equals("Empty"));
  }
}
