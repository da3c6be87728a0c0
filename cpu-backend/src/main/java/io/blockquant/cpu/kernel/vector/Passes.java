package io.blockquant.cpu.kernel.vector;

import io.blockquant.cpu.linker.KernelLinker;
import io.blockquant.cpu.tiling.Tiles;
import java.lang.invoke.MethodHandles;

/** Links the passes that operators share. */
public final class Passes {
  private static final MethodHandles.Lookup HOME = MethodHandles.lookup();

  private Passes() {}

  /**
   * Return a pass that divides and encodes.
   *
   * @param touches whether it touches the next tile
   */
  public static Pass encode(
      Source source, ScaleLayout layout, Quotient quotient, Sink sink, boolean touches) {
    return KernelLinker.link(HOME, Pass.class, new Encode(source, layout, quotient, sink, touches));
  }

  /** Return a pass that divides by any scales and encodes. */
  public static Pass encodeAny(Source source, ScaleLayout layout, Sink sink, boolean hasZeros) {
    return KernelLinker.link(HOME, Pass.class, new EncodeAny(source, layout, sink, hasZeros));
  }

  /** Return a pass that decodes and multiplies. */
  public static Pass decode(CodeSource codes, ScaleLayout layout, Target target, boolean hasZeros) {
    return KernelLinker.link(HOME, Pass.class, new Decode(codes, layout, target, hasZeros));
  }

  /** Return a pass that loads scales of a type. */
  public static Pass loadScales(ScaleReader reader) {
    return KernelLinker.link(HOME, Pass.class, new LoadScales(reader));
  }

  /** Return the pass that brings zero points into the order of the lanes. */
  public static Pass orderZeros() {
    return KernelLinker.link(HOME, Pass.class, new OrderZeros());
  }

  /** Return the pass that brings scales into the order of the lanes. */
  public static Pass orderLanes() {
    return KernelLinker.link(HOME, Pass.class, new OrderLanes());
  }

  /**
   * Choose how the scales of a tile's row lie.
   *
   * @param isEvenOdd whether even elements are apart from odd ones
   */
  public static ScaleLayout layout(Tiles tiles, boolean isEvenOdd) {
    long size = tiles.blockColumns();
    if (tiles.areWithinBlocks() || tiles.tileColumns() == size) {
      return WholeBlocks.ONE;
    }
    if (Long.bitCount(size) == 1 && size >= 2L * VectorWidth.LANES) {
      return new WholeBlocks(Long.numberOfTrailingZeros(size));
    }
    if (size == VectorWidth.LANES) {
      return isEvenOdd ? new PairedBlocks() : new VectorBlocks();
    }
    return new EachLane();
  }
}
