package io.blockquant.cpu.kernel.bitcast;

import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Copies memory, which the JVM does as fast as the machine can: no vector twin is needed. */
public final class CopyBits implements Kernel<BitCastProblem> {

  @Override
  public String name() {
    return "bitcast/copy";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Set<KernelKey> keys() {
    return BitCast.TYPES.stream().map(KernelKey::of).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<String> declines(BitCastProblem problem) {
    return Optional.empty();
  }

  @Override
  public Task bind(BitCastProblem problem) {
    return new Copy(problem.bytes());
  }

  private static final class Copy implements Task {

    /** A page: no two threads write one cache line. */
    private static final long UNIT = 4096;

    private static final long GRAIN = 64;

    private final long bytes;
    private MemorySegment input = MemorySegment.NULL;
    private MemorySegment output = MemorySegment.NULL;

    Copy(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
      input = Objects.requireNonNull(inputs[0]).segment();
      output = outputs[0].segment();
    }

    @Override
    public void detach() {
      input = MemorySegment.NULL;
      output = MemorySegment.NULL;
    }

    @Override
    public int phases() {
      return 1;
    }

    @Override
    public long units(int phase) {
      return Math.ceilDiv(bytes, UNIT);
    }

    @Override
    public long grain(int phase) {
      return GRAIN;
    }

    @Override
    public void run(int phase, long from, long to, Scratch scratch) {
      long start = from * UNIT;
      MemorySegment.copy(input, start, output, start, Math.min(to * UNIT, bytes) - start);
    }
  }
}
