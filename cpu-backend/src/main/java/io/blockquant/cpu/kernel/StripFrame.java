package io.blockquant.cpu.kernel;

/**
 * Hold what a pass over a strip of packed columns works on. Positions are addresses of native
 * memory.
 *
 * <p>The fields are open because passes are compiled alone, without accessors; a frame belongs to
 * one thread.
 */
public final class StripFrame {
  /** A row of activations in float32. */
  public long xAt;

  /** Codes of a strip, from the first step of the first block at hand. */
  public long codesAt;

  /** Scales of the same. */
  public long scalesAt;

  /** Zero points of the same; of no meaning where there are none. */
  public long zerosAt;

  /** What all scales are multiplied by. */
  public float g = 1;

  /** Blocks along K. */
  public int blocks;

  /** Steps of a block: words of eight codes, or single codes of eight bits. */
  public int steps;

  /** Where the sums of a strip go. */
  public long yAt;

  /** Where dequantized weights go. */
  public float[] weights = new float[0];

  /** The first element of {@link #weights} to be written. */
  public int weightsAt;

  /** Make a frame. */
  public StripFrame() {}
}
