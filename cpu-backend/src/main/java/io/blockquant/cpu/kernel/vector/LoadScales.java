package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;

/**
 * Loads the scales of a tile's blocks, widened to float32.
 *
 * @param reader the type of the scales
 */
public record LoadScales(ScaleReader reader) implements Pass {
  @Override
  public int run(Frame frame) {
    long codesAt = frame.codesAt;
    float[] scales = frame.scales;
    int blocks = frame.blocks;
    for (int i = 0; i < blocks; i += LANES) {
      reader.read(codesAt + (long) i * reader.bytes()).intoArray(scales, i);
    }
    return DONE;
  }
}
