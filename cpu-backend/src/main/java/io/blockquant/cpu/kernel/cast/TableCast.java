package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Types of at most 8 bits have at most 256 codes: look the answer up. */
public final class TableCast implements Kernel<CastProblem> {

  @Override
  public String name() {
    return "cast/table";
  }

  @Override
  public int rank() {
    return 50;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType from : Cast.NUMERIC) {
      for (ElementType to : Cast.NUMERIC) {
        if (from.bits() <= Byte.SIZE && to.bits() <= Integer.SIZE) {
          keys.add(KernelKey.of(from, to));
        }
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
    return new TableCastTask(problem);
  }
}
