package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.blockquant.cpu.kernel.vector.Lanes;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Reads scales from the fewest bytes that hold all of a tensor exactly: the upper bits of a float32
 * whose exponent counts from elsewhere.
 *
 * <p>Subnormals of a narrow format are normal numbers here, so that a scale is a shift and an
 * addition away, and no step passes through a float32 subnormal, which costs a hundred cycles on
 * some machines.
 *
 * @param bytes bytes of a scale: 1, 2 or 4
 * @param shift by how much its bits are moved to their place
 * @param bias what is then added: the exponent of code 0
 */
public record PackedScales(int bytes, int shift, int bias) {
  /** Float32 as it is: holds anything. */
  private static final PackedScales FLOAT = new PackedScales(4, 0, 0);

  /** Narrow ones first: E4M3 from 2^-9 on, E8M0, FLOAT16 from 2^-24 on, BFLOAT16. */
  private static final List<PackedScales> ALL =
      List.of(
          new PackedScales(1, 20, (127 - 9) << 23),
          new PackedScales(1, 23, 0),
          new PackedScales(2, 13, (127 - 24) << 23),
          new PackedScales(2, 16, 0),
          FLOAT);

  /** Return the narrowest that holds all of these; zeros in {@code isAnything} do not count. */
  static PackedScales narrowest(float[] scales, boolean zerosAreAnything) {
    for (PackedScales candidate : ALL) {
      if (candidate.holds(scales, zerosAreAnything)) {
        return candidate;
      }
    }
    return FLOAT;
  }

  private boolean holds(float[] scales, boolean zerosAreAnything) {
    for (float scale : scales) {
      boolean isFree = zerosAreAnything && scale == 0;
      if (!isFree && !holds(scale)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(float scale) {
    int bits = Float.floatToRawIntBits(scale);
    if (bytes == Float.BYTES) {
      return true;
    }
    long above = (bits & 0xFFFFFFFFL) - bias;
    return above >= 0
        && above >>> shift < 1L << bytes * Byte.SIZE
        && (above & (1L << shift) - 1) == 0;
  }

  /** Return the code of a scale that this holds; 0 for one that it does not. */
  int encode(float scale) {
    return holds(scale) ? Float.floatToRawIntBits(scale) - bias >>> shift : 0;
  }

  /** Return the bytes of the scales of as many columns as a vector has lanes. */
  long stride() {
    return (long) LANES * bytes;
  }

  /** Return the scales of as many columns as a vector has lanes. */
  FloatVector load(long at) {
    IntVector codes = bytes == 1 ? Lanes.bytes(at) : bytes == 2 ? Lanes.halves(at) : Lanes.ints(at);
    return codes.lanewise(LSHL, shift).add(bias).reinterpretAsFloats();
  }
}
