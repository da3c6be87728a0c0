package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeRoom;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import io.blockquant.cpu.tiling.Tiling;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The vector twin for blocks that are contiguous: 1D blocks along the last axis. */
public final class VectorContiguous implements Kernel<DynamicQuantizeProblem> {

  private static final int SMALLEST_BLOCK = 16;

  @Override
  public String name() {
    return "dynamicquantize/vector" + VectorWidth.BITS;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType input :
        List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16)) {
      for (Recipe recipe : Recipe.values()) {
        keys.add(DynamicQuantizeRoom.key(input, recipe));
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(DynamicQuantizeProblem problem) {
    Tiling tiling = problem.tiling();
    if (!tiling.isContiguous()) {
      return Optional.of("blocks are not contiguous: " + tiling);
    }
    long block = tiling.block(0);
    boolean fits = Long.bitCount(block) == 1 && block >= SMALLEST_BLOCK && block <= Scratch.CHUNK;
    return fits
        ? Optional.empty()
        : Optional.of("blocks of " + block + " are no power of two in 16 to " + Scratch.CHUNK);
  }

  @Override
  public Task bind(DynamicQuantizeProblem problem) {
    return new VectorContiguousTask(problem);
  }
}
