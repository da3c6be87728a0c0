package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.vector.LaneScales;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.Passes;
import io.blockquant.cpu.kernel.vector.ScaleLayout;
import io.blockquant.cpu.kernel.vector.Sink;
import io.blockquant.cpu.kernel.vector.Source;
import io.blockquant.cpu.kernel.vector.Sources;
import io.blockquant.cpu.kernel.vector.TileMemory;
import io.blockquant.cpu.tiling.TileCursor;
import io.blockquant.cpu.tiling.Tiles;
import java.lang.foreign.MemorySegment;

/** Encodes tiles whose scales are known (R7). */
final class TileEncoder {
  private final TileMemory memory;
  private final LaneScales lanes;
  private final Pass encode;
  private final Pass encodeCoarsely;
  private final Pass divide;
  private final int inputBytes;

  /**
   * Choose the passes.
   *
   * @param step what the columns of a frame are a multiple of
   */
  TileEncoder(DynamicQuantizeProblem problem, Tiles tiles, int step) {
    Source source = Sources.finite(problem.inputType());
    Sink sink = DynamicQuantizePasses.sink(problem.recipe());
    inputBytes = source.bytes();
    long elements = problem.tiling().elementCount();
    memory = new TileMemory(tiles, elements, inputBytes * Byte.SIZE, sink.bits(), step);
    boolean isEvenOdd = source.isEvenOdd() || sink.wantsPairs();
    ScaleLayout layout = Passes.layout(tiles, isEvenOdd);
    lanes = new LaneScales(layout, isEvenOdd);
    // By measurement: it speeds up what takes long per byte of input, and slows down the rest.
    boolean touches = sink.wantsPairs();
    encode =
        Passes.encode(
            source, layout, DynamicQuantizePasses.quotient(problem.recipe()), sink, touches);
    // F2: below a quarter of its scale everything has code 0 of E2M1. Other formats go further.
    Source coarse = sink.wantsPairs() ? Sources.coarse(problem.inputType()) : source;
    encodeCoarsely =
        Passes.encode(
            coarse, layout, DynamicQuantizePasses.quotient(problem.recipe()), sink, touches);
    divide =
        Passes.encode(
            source, layout, DynamicQuantizePasses.division(problem.recipe()), sink, touches);
  }

  /** Return how tiles come before the passes. */
  TileMemory memory() {
    return memory;
  }

  /**
   * Encode a tile.
   *
   * @param frame with {@link Frame#scales} and {@link Frame#reciprocals} of its blocks
   * @param verdict what {@link Verdict} says of them; not {@link Verdict#TWIN}
   * @param inPlace whether the tile is read where it lies
   */
  void encode(
      TileCursor tile,
      int verdict,
      boolean inPlace,
      boolean isDirect,
      MemorySegment data,
      Frame frame,
      Scratch scratch) {
    lanes.arrangeBoth(frame, scratch);
    boolean isStaged = memory.setOutput(tile, data, inPlace, frame, scratch);
    frame.ahead = inPlace && isDirect ? tile.ahead() * inputBytes : 0;
    frame.touched += pass(verdict).run(frame);
    if (isStaged) {
      memory.deliver(tile, data, frame, scratch);
    }
  }

  private Pass pass(int verdict) {
    return switch (verdict) {
      case Verdict.LARGE -> encodeCoarsely;
      case Verdict.ORDINARY -> encode;
      default -> divide;
    };
  }
}
