package io.blockquant.benchmarks;

import io.blockquant.cli.bench.Sizes;
import io.blockquant.cli.bench.measure.Crew;
import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.cli.bench.measure.MemoryOps;
import io.blockquant.cli.bench.workload.Data;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Measures what kernels are compared with: copying, reading and filling a float32 array. */
@SuppressWarnings("NullAway.Init") // JMH sets up before it runs anything
public class MemoryBenchmark extends Figures {
  private final Memory memory = new Memory();
  private Crew crew;
  private MemoryOps operations;

  /** Make the arrays and start the threads. */
  @Setup(Level.Trial)
  public void open() {
    Tensor x = new Data(memory, Sizes.ofBytes(size)).x(ElementType.FLOAT);
    crew = new Crew(MemoryOps.usefulThreads(x.byteSize(), threads));
    operations = new MemoryOps(crew, x.segment(), memory.allocate(x.byteSize()));
  }

  /** Copy the array. */
  @Benchmark
  public void copy() {
    operations.copy();
  }

  /** Read the array. */
  @Benchmark
  public void read() {
    operations.read();
  }

  /** Fill the array. */
  @Benchmark
  public void fill() {
    operations.fill();
  }

  /** Stop the threads. */
  @TearDown(Level.Trial)
  public void close() {
    crew.close();
    memory.close();
  }
}
