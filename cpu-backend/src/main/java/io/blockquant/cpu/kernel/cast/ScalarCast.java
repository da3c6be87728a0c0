package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The scalar twin: every type to every type. */
public final class ScalarCast implements Kernel<CastProblem> {

  @Override
  public String name() {
    return "cast/scalar";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType from : Cast.NUMERIC) {
      for (ElementType to : Cast.NUMERIC) {
        keys.add(KernelKey.of(from, to));
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(CastProblem problem) {
    return Optional.empty();
  }

  @Override
  public Task bind(CastProblem problem) {
    return new ScalarCastTask(problem);
  }
}
