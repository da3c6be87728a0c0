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
import io.blockquant.cpu.kernel.vector.VectorWidth;
import io.blockquant.cpu.tiling.TileCursor;
import io.blockquant.cpu.tiling.Tiles;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes blocks that are too large to stay in a cache between their scale and their codes, in
 * three phases: the largest magnitudes of pieces, all scales, the codes of pieces. Memory is read
 * twice.
 *
 * <p>The larger of two magnitudes is the same in whatever order threads bring them (R9).
 */
final class LargeBlocksTask implements Task {
  private static final int SCAN = 0;
  private static final int SCALES = 1;
  private static final int PHASES = 3;
  private static final long GRAIN_ELEMENTS = 32_768;

  private final ScalarDynamicQuantizeTask twin;
  private final TileScan scan;
  private final Tiles tiles;
  private final TileEncoder encoder;
  private final Pass makeScales;
  private final int inputBytes;
  private final int scaleBytes;
  private final int blocks;
  private final float g;

  /** The bits of the largest magnitude of each block so far. */
  private final AtomicIntegerArray largest;

  private final float[] scales;
  private final float[] reciprocals;
  private int verdict;

  private MemorySegment x = MemorySegment.NULL;
  private boolean isDirect;
  private MemorySegment data = MemorySegment.NULL;
  private MemorySegment scaleCodes = MemorySegment.NULL;

  LargeBlocksTask(DynamicQuantizeProblem problem) {
    Recipe recipe = problem.recipe();
    this.twin = new ScalarDynamicQuantizeTask(problem);
    this.scan = TileScan.ofPieces(problem);
    this.tiles = scan.tiles();
    this.encoder = new TileEncoder(problem, tiles, scan.step());
    this.makeScales = DynamicQuantizePasses.scales(recipe, problem.rounding());
    this.inputBytes = problem.inputType().bits() / Byte.SIZE;
    this.scaleBytes = recipe.scaleType() == ElementType.FLOAT ? Float.BYTES : Byte.BYTES;
    this.blocks = Math.toIntExact(problem.tiling().blockCount());
    this.g = problem.doubleQuantScale();
    this.largest = new AtomicIntegerArray(blocks);
    this.scales = new float[blocks + VectorWidth.LANES];
    this.reciprocals = new float[blocks + VectorWidth.LANES];
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    twin.attach(inputs, outputs);
    x = Objects.requireNonNull(inputs[0]).segment();
    data = outputs[0].segment();
    scaleCodes = outputs[1].segment();
    isDirect = x.isNative();
    encoder.memory().check(x, data, scaleCodes, blocks, scaleBytes);
    for (int block = 0; block < blocks; block++) {
      largest.set(block, 0);
    }
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
    return PHASES;
  }

  @Override
  public long units(int phase) {
    return phase == SCALES ? 1 : tiles.count();
  }

  @Override
  public long grain(int phase) {
    return phase == SCALES
        ? 1
        : Math.max(1, GRAIN_ELEMENTS / Math.max(1, tiles.tileRows() * tiles.tileColumns()));
  }

  @Override
  public void run(int phase, long from, long to, Scratch scratch) {
    Frame frame = scratch.frame();
    if (phase == SCALES) {
      makeScales(frame, scratch);
      return;
    }
    frame.amax = scratch.floats(Slots.AMAX, scan.amaxElements());
    frame.partial = scratch.ints(scan.partialElements());
    frame.foldedAt =
        scratch.staging(Slots.FOLDED, (long) scan.foldedElements() * inputBytes).address();
    TileCursor tile = scratch.tiles();
    tile.open(tiles, from, to);
    while (tile.next()) {
      boolean inPlace = encoder.memory().measure(tile, frame) && scan.takesInPlace(frame);
      if (phase == SCAN) {
        encoder.memory().setInput(tile, x, inPlace, frame, scratch);
        scan.run(frame);
        merge((int) tile.block(), frame);
      } else {
        encode(tile, inPlace, frame, scratch);
      }
    }
    Reference.reachabilityFence(this); // and with it the tensors, whose addresses were used
  }

  private void merge(int firstBlock, Frame frame) {
    for (int i = 0; i < frame.blocks; i++) {
      int bits = Float.floatToRawIntBits(frame.amax[i]);
      if (bits > largest.get(firstBlock + i)) {
        largest.accumulateAndGet(firstBlock + i, bits, Math::max);
      }
    }
  }

  private void makeScales(Frame frame, Scratch scratch) {
    float[] amax = scratch.floats(Slots.AMAX, blocks + VectorWidth.LANES);
    for (int i = 0; i < blocks; i++) {
      amax[i] = Float.intBitsToFloat(largest.get(i));
    }
    Arrays.fill(amax, blocks, blocks + VectorWidth.LANES, 0f);
    MemorySegment staging =
        scratch.staging(Slots.SCALE_CODES, ((long) blocks + VectorWidth.LANES) * scaleBytes);
    frame.g = g;
    frame.amax = amax;
    frame.blocks = blocks;
    frame.scales = scales;
    frame.reciprocals = reciprocals;
    frame.codesAt = staging.address();
    verdict = makeScales.run(frame);
    if (verdict == Verdict.TWIN) {
      twin.storeScales(0, blocks, scratch);
    } else {
      MemorySegment.copy(staging, 0, scaleCodes, 0, (long) blocks * scaleBytes);
    }
  }

  private void encode(TileCursor tile, boolean inPlace, Frame frame, Scratch scratch) {
    if (verdict == Verdict.TWIN) {
      for (int row = 0; row < frame.rows; row++) {
        long start = tile.start() + row * tiles.columns();
        twin.storeCodes(start, start + frame.filled, scratch);
      }
      return;
    }
    encoder.memory().setInput(tile, x, inPlace, frame, scratch);
    int first = (int) tile.block();
    frame.scales = scratch.floats(Slots.SCALES, frame.blocks);
    frame.reciprocals = scratch.floats(Slots.RECIPROCALS, frame.blocks);
    System.arraycopy(scales, first, frame.scales, 0, frame.blocks);
    System.arraycopy(reciprocals, first, frame.reciprocals, 0, frame.blocks);
    encoder.encode(tile, verdict, inPlace, isDirect, data, frame, scratch);
  }
}
