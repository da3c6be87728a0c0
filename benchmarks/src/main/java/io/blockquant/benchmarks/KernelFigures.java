package io.blockquant.benchmarks;

import io.blockquant.cli.bench.Sizes;
import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.cli.bench.workload.Data;
import io.blockquant.cli.bench.workload.KernelCase;
import io.blockquant.cli.bench.workload.KernelCatalog;
import io.blockquant.cli.bench.workload.KernelRun;
import io.blockquant.core.tensor.Shape;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Run a kernel of the CPU backend through a session, into memory that exists. */
@SuppressWarnings("NullAway.Init") // JMH sets up before it runs anything
public abstract class KernelFigures extends Figures {

  /** The type on the float side. */
  @Param({"FLOAT", "BFLOAT16", "FLOAT16"})
  public String type = "FLOAT";

  private final Memory memory = new Memory();
  private KernelRun run;

  /** Return the operator. */
  protected abstract String kernel();

  /** Return formats and granularity. */
  protected abstract String recipe();

  /** Make the data and open the session. */
  @Setup(Level.Trial)
  public void open() {
    Shape shape = Sizes.ofBytes(size);
    KernelCase wanted = KernelCatalog.find(kernel(), recipe(), type);
    run =
        KernelRun.open(
            wanted.workload(new Data(memory, shape)),
            memory.allocate(KernelRun.roomForOutputs(shape)),
            threads,
            Map.of());
  }

  /** Run the kernel once. */
  @Benchmark
  public void run() {
    run.run();
  }

  /** Close the session. */
  @TearDown(Level.Trial)
  public void close() {
    run.close();
    memory.close();
  }
}
