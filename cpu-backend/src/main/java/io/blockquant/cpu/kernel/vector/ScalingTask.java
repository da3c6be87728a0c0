package io.blockquant.cpu.kernel.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.tiling.TileCursor;
import io.blockquant.cpu.tiling.Tiles;
import io.blockquant.cpu.tiling.Tiling;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one pass over a tensor tile by tile, with scales and zero points that are given: Quantize
 * and Dequantize.
 */
public final class ScalingTask implements Task {
  private static final long GRAIN_ELEMENTS = 32_768;
  private static final int STEP = 2 * VectorWidth.LANES;

  /** Elements of a tile of one row: enough that what a tile costs does not count. */
  private static final int ROW_ELEMENTS = 16_384;

  /** The same where every element has a scale of its own in the scratch. */
  private static final int LANE_ELEMENTS = 2048;

  /** Columns of a tile of many rows: what is fetched from memory in one go. */
  private static final int COLUMNS = 4096;

  /** Rows of a tile. */
  private static final int TALLEST = 128;

  private final Tiles tiles;
  private final TileMemory memory;
  private final GivenScales scales;
  private final Pass pass;
  private final long blocks;

  private MemorySegment input = MemorySegment.NULL;
  private MemorySegment scale = MemorySegment.NULL;
  private MemorySegment zeroPoint = MemorySegment.NULL;
  private MemorySegment output = MemorySegment.NULL;

  /** Makes the pass once the layout of the scales is known. */
  @FunctionalInterface
  public interface PassMaker {
    /** Make the pass. */
    Pass make(ScaleLayout layout);
  }

  /**
   * Bind to a problem.
   *
   * @param inputBits bits of an element that is read
   * @param outputBits bits of an element that is written
   * @param isEvenOdd whether the pass has even elements apart from odd ones
   * @param zeroType the type of the zero points; null where there are none
   */
  public ScalingTask(
      Tiling tiling,
      int inputBits,
      int outputBits,
      ElementType scaleType,
      boolean isEvenOdd,
      @Nullable ElementType zeroType,
      PassMaker maker) {
    this.tiles = tiles(tiling);
    this.memory = new TileMemory(tiles, tiling.elementCount(), inputBits, outputBits, STEP);
    ScaleLayout layout = Passes.layout(tiles, isEvenOdd);
    this.scales = new GivenScales(scaleType, layout, isEvenOdd, zeroType);
    this.pass = maker.make(layout);
    this.blocks = tiling.blockCount();
  }

  private static Tiles tiles(Tiling tiling) {
    int last = tiling.axes() - 1;
    long width = tiling.block(last);
    boolean isOneRow = last == 0 || tiling.block(last - 1) == 1;
    boolean suitsVectors = Long.bitCount(width) == 1 && width >= VectorWidth.LANES;
    int oneRow = suitsVectors || width >= ROW_ELEMENTS ? ROW_ELEMENTS : LANE_ELEMENTS;
    return Tiles.of(tiling, TALLEST, isOneRow ? oneRow : COLUMNS, STEP);
  }

  /** Return why tensors cannot be taken tile by tile; null when they can. */
  public static @Nullable String obstacle(Tiling tiling, boolean hasNibbles) {
    if (!Tiles.cuts(tiling)) {
      return "blocks extend along three axes: " + tiling;
    }
    return hasNibbles && !tiles(tiling).startEven()
        ? "rows of 4-bit codes start inside bytes"
        : null;
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    input = Objects.requireNonNull(inputs[0]).segment();
    scale = Objects.requireNonNull(inputs[1]).segment();
    Tensor third = inputs.length > 2 ? inputs[2] : null;
    zeroPoint = third == null ? MemorySegment.NULL : third.segment();
    output = outputs[0].segment();
    memory.check(input, output, scale, blocks, scales.scaleBytes());
  }

  @Override
  public void detach() {
    input = MemorySegment.NULL;
    scale = MemorySegment.NULL;
    zeroPoint = MemorySegment.NULL;
    output = MemorySegment.NULL;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public long units(int phase) {
    return tiles.count();
  }

  @Override
  public long grain(int phase) {
    return Math.max(1, GRAIN_ELEMENTS / Math.max(1, tiles.tileRows() * tiles.tileColumns()));
  }

  @Override
  public void run(int phase, long from, long to, Scratch scratch) {
    Frame frame = scratch.frame();
    TileCursor tile = scratch.tiles();
    tile.open(tiles, from, to);
    long loaded = -1;
    while (tile.next()) {
      boolean inPlace = memory.measure(tile, frame);
      boolean isSameBlock = tiles.areWithinBlocks() && tile.block() == loaded && inPlace;
      if (!isSameBlock) {
        scales.load(tile, scale, zeroPoint, frame, scratch);
        loaded = inPlace ? tile.block() : -1;
      }
      memory.setInput(tile, input, inPlace, frame, scratch);
      boolean isStaged = memory.setOutput(tile, output, inPlace, frame, scratch);
      pass.run(frame);
      if (isStaged) {
        memory.deliver(tile, output, frame, scratch);
      }
    }
    Reference.reachabilityFence(this); // and with it the tensors, whose addresses were used
  }
}
