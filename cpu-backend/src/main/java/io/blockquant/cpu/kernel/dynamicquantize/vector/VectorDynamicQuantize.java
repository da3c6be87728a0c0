package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeRoom;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import io.blockquant.cpu.tiling.Tiles;
import io.blockquant.cpu.tiling.Tiling;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The vector twin: every recipe, for blocks along the last axis, the one before it, or both. */
public final class VectorDynamicQuantize implements Kernel<DynamicQuantizeProblem> {
  /** Elements of a tile: four megabytes of float32, which last-level caches hold. */
  private static final long LARGEST_TILE = 1 << 20;

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
    if (!Tiles.cuts(tiling)) {
      return Optional.of("blocks extend along three axes: " + tiling);
    }
    Tiles tiles = TileScan.of(problem).tiles();
    if (problem.recipe().outputType().isSubByte() && !tiles.startEven()) {
      return Optional.of("rows of 4-bit codes start inside bytes");
    }
    if (tiles.tileRows() * tiles.tileColumns() > LARGEST_TILE) {
      return Optional.of("blocks of more than " + LARGEST_TILE + " elements");
    }
    return Optional.empty();
  }

  @Override
  public Task bind(DynamicQuantizeProblem problem) {
    return new VectorDynamicQuantizeTask(problem);
  }
}
