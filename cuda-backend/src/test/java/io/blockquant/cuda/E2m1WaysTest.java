package io.blockquant.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.cuda.testing.Chip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The three ways to E2M1 agree: the rules, the sums of chips without an instruction for it, and
 * that instruction as the toolkit's header defines it for a host.
 */
final class E2m1WaysTest {

  private static final int SIXTEENTH = Float.floatToRawIntBits(0x1p-4f);
  private static final int SIXTEEN = Float.floatToRawIntBits(16f);

  /** From 2^-4 to 16, where all seven thresholds lie (F2); both signs are looked at. */
  @Test
  void onEveryFloatNearAThreshold() {
    assertEquals(0, Chip.PLAIN.e2m1Differences(SIXTEENTH, 1, SIXTEEN - SIXTEENTH));
  }

  /** Subnormals, infinities, every kind of NaN (F3) and all magnitudes between. */
  @Test
  void onFloatsOfEveryKind() {
    assertEquals(0, Chip.PLAIN.e2m1Differences(0, 257, (1L << 32) / 257));
    assertEquals(0, Chip.PLAIN.e2m1Differences(0x7f7ffff0, 1, 0x40));
    assertEquals(0, Chip.PLAIN.e2m1Differences(0xff7ffff0, 1, 0x40));
    assertEquals(0, Chip.PLAIN.e2m1Differences(-0x40, 1, 0x80));
  }

  @Test
  @EnabledIfSystemProperty(named = "blockquant.cuda.everyFloat", matches = "true")
  void onEveryFloat() {
    assertEquals(0, Chip.PLAIN.e2m1Differences(0, 1, 1L << 32));
  }
}
