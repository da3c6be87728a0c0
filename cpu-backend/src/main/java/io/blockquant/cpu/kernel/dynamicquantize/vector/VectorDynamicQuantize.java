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
  /** Elements of a tile of whole blocks: a megabyte of float32, which second-level caches hold. */
  private static final long LARGEST_TILE = 1 << 18;

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
    if (problem.recipe().outputType().isSubByte() && !tiles(problem).startEven()) {
      return Optional.of("rows of 4-bit codes start inside bytes");
    }
    if (isLarge(problem) && problem.tiling().blockCount() > Integer.MAX_VALUE / 2) {
      return Optional.of("too many large blocks");
    }
    return Optional.empty();
  }

  @Override
  public Task bind(DynamicQuantizeProblem problem) {
    return isLarge(problem) ? new LargeBlocksTask(problem) : new VectorDynamicQuantizeTask(problem);
  }

  private static Tiles tiles(DynamicQuantizeProblem problem) {
    return (isLarge(problem) ? TileScan.ofPieces(problem) : TileScan.of(problem)).tiles();
  }

  private static boolean isLarge(DynamicQuantizeProblem problem) {
    Tiles whole = TileScan.of(problem).tiles();
    return whole.tileRows() * whole.tileColumns() > LARGEST_TILE;
  }
}
