package io.blockquant.cpu.kernel.vector;

/** Numbers the arrays and the native memory of a thread's {@code Scratch}. */
public final class Slots {
  /** Floats: the largest magnitudes of blocks. */
  public static final int AMAX = 0;

  /** Floats: the scales of blocks. */
  public static final int SCALES = 1;

  /** Floats: the reciprocals of the scales of blocks. */
  public static final int RECIPROCALS = 2;

  /** Floats: the scales of lanes. */
  public static final int LANE_SCALES = 3;

  /** Floats: the reciprocals of the scales of lanes. */
  public static final int LANE_RECIPROCALS = 4;

  /** Native memory: a tile of the input. */
  public static final int INPUT = 0;

  /** Native memory: a tile of the output. */
  public static final int OUTPUT = 1;

  /** Native memory: codes of scales. */
  public static final int SCALE_CODES = 2;

  /** Native memory: a row of folded magnitudes. */
  public static final int FOLDED = 3;

  private Slots() {}
}
