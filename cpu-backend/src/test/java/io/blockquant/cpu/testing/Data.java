package io.blockquant.cpu.testing;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.Random;

/** Kinds of data that kernels get wrong. */
public enum Data {
  /** What networks compute. */
  GAUSSIAN,
  /** Any bits: NaN of either sign, infinities, subnormals, negative zeros. */
  RANDOM_BITS,
  /** Magnitudes around the smallest normal number. */
  TINY,
  /** Magnitudes around the largest finite number. */
  HUGE,
  /** Blocks of zeros, of NaN alone, with one infinity, beside ordinary ones. */
  SPECIAL_RUNS,
  /** Ordinary magnitudes beside ones down to the smallest subnormal number of FLOAT16. */
  MIXED,
  /** Multiples of powers of two halfway between codes, and their neighbours. */
  TIES;

  private static final float[] MIDPOINTS = {.25f, .75f, 1.25f, 1.75f, 2.5f, 3.5f, 5f, 6f, 4.5f};

  /** Fill a tensor. */
  public Tensor tensor(ElementType type, Shape shape, Random random) {
    Tensor tensor = Tensor.allocate(type, shape);
    double run = 0;
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (i % 16 == 0) {
        run = random.nextInt(5);
      }
      if (this == RANDOM_BITS) {
        int bits = random.nextInt();
        Elements.setCode(tensor, i, type.bits() == 32 ? bits : bits & ((1 << type.bits()) - 1));
      } else {
        Elements.setValue(tensor, i, value(random, (int) run));
      }
    }
    return tensor;
  }

  private float value(Random random, int run) {
    float gaussian = (float) random.nextGaussian();
    float sign = random.nextBoolean() ? 1 : -1;
    return switch (this) {
      case GAUSSIAN, RANDOM_BITS -> gaussian;
      case MIXED -> Math.scalb(gaussian, -random.nextInt(26));
      case TINY -> gaussian * Float.MIN_NORMAL * 4;
      case HUGE -> gaussian * (Float.MAX_VALUE / 8);
      case SPECIAL_RUNS ->
          switch (run) {
            case 0 -> 0f * sign;
            case 1 -> Float.NaN;
            case 2 -> random.nextInt(16) == 0 ? sign / 0f : gaussian;
            case 3 -> random.nextInt(8) == 0 ? Float.NaN : gaussian * 1e-30f;
            default -> gaussian;
          };
      case TIES -> {
        float scaled = Math.scalb(sign * MIDPOINTS[random.nextInt(9)], random.nextInt(7) - 3);
        yield Float.intBitsToFloat(Float.floatToRawIntBits(scaled) + random.nextInt(5) - 2);
      }
    };
  }
}
