package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.dynamicquantize.ScalarDynamicQuantizeTask;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.Slots;
import io.blockquant.cpu.kernel.vector.TileMemory;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import io.blockquant.cpu.tiling.TileCursor;
import io.blockquant.cpu.tiling.Tiles;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes tile by tile: magnitudes, scales, codes. A tile fits a cache, so that its elements are
 * fetched from memory once.
 *
 * <p>A tile with a NaN, or with a scale of 0 or infinity, is left to the scalar twin: the passes
 * need not know them.
 */
final class VectorDynamicQuantizeTask implements Task {
  private static final long GRAIN_ELEMENTS = 32_768;

  private final ScalarDynamicQuantizeTask twin;
  private final TileScan scan;
  private final Tiles tiles;
  private final TileEncoder encoder;
  private final TileMemory memory;
  private final Pass scales;
  private final int inputBytes;
  private final int scaleBytes;
  private final float g;
  private final long blocks;

  private MemorySegment x = MemorySegment.NULL;
  private boolean isDirect;
  private MemorySegment data = MemorySegment.NULL;
  private MemorySegment scaleCodes = MemorySegment.NULL;

  VectorDynamicQuantizeTask(DynamicQuantizeProblem problem) {
    Recipe recipe = problem.recipe();
    this.twin = new ScalarDynamicQuantizeTask(problem);
    this.scan = TileScan.of(problem);
    this.tiles = scan.tiles();
    this.encoder = new TileEncoder(problem, tiles, scan.step());
    this.memory = encoder.memory();
    this.scales = DynamicQuantizePasses.scales(recipe, problem.rounding());
    this.inputBytes = problem.inputType().bits() / Byte.SIZE;
    this.scaleBytes = recipe.scaleType() == ElementType.FLOAT ? Float.BYTES : Byte.BYTES;
    this.g = problem.doubleQuantScale();
    this.blocks = problem.tiling().blockCount();
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    twin.attach(inputs, outputs);
    x = Objects.requireNonNull(inputs[0]).segment();
    data = outputs[0].segment();
    scaleCodes = outputs[1].segment();
    isDirect = x.isNative();
    memory.check(x, data, scaleCodes, blocks, scaleBytes);
  }

  @Override
  public void detach() {
    twin.detach();
    x = MemorySegment.NULL;
    data = MemorySegment.NULL;
    scaleCodes = MemorySegment.NULL;
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
    frame.g = g;
    frame.amax = scratch.floats(Slots.AMAX, scan.amaxElements());
    frame.partial = scratch.ints(scan.partialElements());
    frame.foldedAt =
        scratch.staging(Slots.FOLDED, (long) scan.foldedElements() * inputBytes).address();
    TileCursor tile = scratch.tiles();
    tile.open(tiles, from, to);
    while (tile.next()) {
      quantize(tile, frame, scratch);
    }
    Reference.reachabilityFence(this); // and with it the tensors, whose addresses were used
  }

  private void quantize(TileCursor tile, Frame frame, Scratch scratch) {
    boolean inPlace = memory.measure(tile, frame) && scan.takesInPlace(frame);
    memory.setInput(tile, x, inPlace, frame, scratch);
    scan.run(frame);
    int verdict = makeScales(tile, frame, scratch);
    if (verdict == Verdict.TWIN) {
      leaveToTwin(tile, frame, scratch);
      return;
    }
    encoder.encode(tile, verdict, inPlace, isDirect, data, frame, scratch);
  }

  /** The pass stores whole vectors of codes: by way of the scratch where the tile has fewer. */
  private int makeScales(TileCursor tile, Frame frame, Scratch scratch) {
    int padded = frame.blocks + VectorWidth.LANES;
    frame.scales = scratch.floats(Slots.SCALES, padded);
    frame.reciprocals = scratch.floats(Slots.RECIPROCALS, padded);
    long at = tile.block() * scaleBytes;
    boolean inPlace = frame.blocks % VectorWidth.LANES == 0 && scaleCodes.isNative();
    if (inPlace) {
      frame.codesAt = scaleCodes.address() + at;
      return scales.run(frame);
    }
    MemorySegment staging = scratch.staging(Slots.SCALE_CODES, (long) padded * scaleBytes);
    frame.codesAt = staging.address();
    int verdict = scales.run(frame);
    MemorySegment.copy(staging, 0, scaleCodes, at, (long) frame.blocks * scaleBytes);
    return verdict;
  }

  private void leaveToTwin(TileCursor tile, Frame frame, Scratch scratch) {
    twin.storeScales(tile.block(), tile.block() + frame.blocks, scratch);
    for (int row = 0; row < frame.rows; row++) {
      long start = tile.start() + row * tiles.columns();
      twin.storeCodes(start, start + frame.filled, scratch);
    }
  }
}
