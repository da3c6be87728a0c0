package io.blockquant.cuda.testing;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.FloatCodec;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What conversions get wrong: every code, or every place where the answer changes. */
public final class EdgeData {

  private static final int RANDOM = 4096;

  private EdgeData() {}

  /** Return all codes of types of at most 16 bits, else edges and random bits. */
  public static Tensor of(ElementType type, Random random) {
    if (type.bits() <= Short.SIZE) {
      int codes = 1 << type.bits();
      Tensor all = Tensor.allocate(type, Shape.of(codes));
      for (int code = 0; code < codes; code++) {
        Elements.setCode(all, code, code);
      }
      return all;
    }
    List<Long> bits = new ArrayList<>();
    if (type.isFloating()) {
      floats(type, bits);
    } else {
      integers(type, bits);
    }
    for (int i = 0; i < RANDOM; i++) {
      // Shifted, so that integers of every magnitude are among them.
      bits.add(random.nextLong() >> (type.isFloating() ? 0 : random.nextInt(type.bits())));
    }
    Tensor edges = Tensor.allocate(type, Shape.of(bits.size()));
    for (int i = 0; i < bits.size(); i++) {
      if (type.bits() == Long.SIZE) {
        edges.segment().setAtIndex(Elements.LONG, i, bits.get(i));
      } else {
        edges.segment().setAtIndex(Elements.INT, i, (int) (long) bits.get(i));
      }
    }
    return edges;
  }

  /** Return random bits. */
  public static Tensor bits(ElementType type, Shape shape, Random random) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (long i = 0; i < tensor.byteSize(); i++) {
      tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
    }
    return tensor;
  }

  /** Every value of every narrower float, what lies between two, the ends of integers. */
  private static void floats(ElementType type, List<Long> bits) {
    List<Double> values = new ArrayList<>(List.of(0.0, Double.NaN, Double.POSITIVE_INFINITY));
    for (ElementType narrow : Cast.NUMERIC) {
      if (narrow.isLowPrecisionFloat()) {
        codes(Codecs.of(narrow), 1 << narrow.bits(), 1, values);
      }
    }
    codes(Codecs.of(ElementType.FLOAT16), 1 << 15, 97, values);
    codes(Codecs.of(ElementType.BFLOAT16), 1 << 15, 97, values);
    for (int power = -1074; power <= 1023; power += power > -160 && power < 140 ? 1 : 37) {
      values.add(Math.scalb(1.0, power));
      values.add(Math.scalb(1.5, power));
    }
    for (int power : new int[] {1, 3, 4, 7, 8, 15, 16, 31, 32, 53, 63, 64}) {
      for (double offset : new double[] {-1.5, -1, -0.5, 0, 0.5, 1}) {
        values.add(Math.scalb(1.0, power) + offset);
      }
    }
    for (double value : values) {
      if (type == ElementType.FLOAT) {
        int center = Float.floatToRawIntBits((float) value);
        for (int near = -1; near <= 1; near++) {
          bits.add((long) (center + near));
          bits.add((long) (center + near) | 1L << 31);
        }
      } else {
        long center = Double.doubleToRawLongBits(value);
        for (int near = -1; near <= 1; near++) {
          bits.add(center + near);
          bits.add(center + near | Long.MIN_VALUE);
        }
      }
    }
  }

  /** Neighbouring codes and the middle between their values, beyond the largest one too. */
  private static void codes(FloatCodec codec, int count, int step, List<Double> values) {
    for (int code = 0; code + 1 < count; code += step) {
      double low = codec.decode(code);
      double high = codec.decode(code + 1);
      if (Double.isFinite(low) && low >= 0) {
        values.add(low);
        values.add(Double.isFinite(high) && high > low ? (low + high) / 2 : low * 1.0625);
      }
    }
  }

  /** Around every power of two: the ends of types, and where 24 and 53 bits run out. */
  private static void integers(ElementType type, List<Long> bits) {
    for (int power = 0; power < type.bits(); power++) {
      for (int near = -3; near <= 3; near++) {
        bits.add((1L << power) + near);
        bits.add(-(1L << power) + near);
        // Halfway between floats of 24 bits and doubles of 53, and beside it.
        bits.add((1L << power) + (1L << Math.max(0, power - 24)) + near);
        bits.add((1L << power) + (1L << Math.max(0, power - 53)) + near);
      }
    }
  }
}
