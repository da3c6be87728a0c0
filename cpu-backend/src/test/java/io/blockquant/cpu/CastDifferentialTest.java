package io.blockquant.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.testing.Data;
import io.blockquant.cpu.testing.Memory;
import io.blockquant.cpu.testing.Trial;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cast and BitCast against core's reference: every type to every type. */
final class CastDifferentialTest {

  /** Lengths around the octet that is the unit of work, and one that two threads share. */
  private static final long[] LENGTHS = {0, 1, 7, 8, 9, 257, 40_001};

  private static final List<String> ROUND_MODES = List.of("up", "down", "nearest");

  static List<ElementType> numeric() {
    return Cast.NUMERIC;
  }

  @ParameterizedTest
  @MethodSource("numeric")
  void cast(ElementType from) {
    long seed = 11_000L + from.ordinal();
    Random random = new Random(seed);
    try (Trial trial = new Trial(1, 2)) {
      for (ElementType to : Cast.NUMERIC) {
        for (int i = 0; i < LENGTHS.length; i++) {
          Tensor x = tensor(from, Shape.of(LENGTHS[i]), random);
          String mode = ROUND_MODES.get(random.nextInt(ROUND_MODES.size()));
          int saturate = random.nextInt(2);
          compare(
              trial,
              x,
              a -> Cast.cast(a, to).with("saturate", saturate).with("round_mode", mode),
              random,
              from + " to " + to + " " + mode + " saturate " + saturate + ", seed " + seed);
        }
      }
      assertTrue(trial.count() >= Cast.NUMERIC.size() * LENGTHS.length, "runs " + trial.count());
    }
  }

  @ParameterizedTest
  @MethodSource("numeric")
  void bitCast(ElementType from) {
    Random random = new Random(from.ordinal());
    try (Trial trial = new Trial(1, 2)) {
      for (ElementType to : Cast.NUMERIC) {
        for (long length : LENGTHS) {
          if (to.bits() == from.bits()) {
            Tensor x = tensor(from, Shape.of(length), random);
            compare(trial, x, a -> BitCast.bitCast(a, to), random, from + " as " + to);
          }
        }
      }
      assertTrue(trial.count() >= LENGTHS.length, "runs " + trial.count());
    }
  }

  @FunctionalInterface
  private interface Maker {
    NodeSpec make(Value x);
  }

  private static void compare(Trial trial, Tensor x, Maker maker, Random random, String what) {
    GraphBuilder builder = Graph.builder("trial");
    Value input = builder.input("x", x.elementType(), x.shape());
    builder.add(maker.make(input)).forEach(builder::output);
    Memory memory = Memory.values()[random.nextInt(Memory.values().length)];
    trial.compare(builder.build(), List.of(x), memory, x + " " + what);
  }

  private static Tensor tensor(ElementType type, Shape shape, Random random) {
    if (type.bits() <= Integer.SIZE) {
      Data any = Data.values()[random.nextInt(Data.values().length)];
      Data data = type == ElementType.BOOL ? Data.RANDOM_BITS : any;
      return data.tensor(type, shape, random);
    }
    Tensor tensor = Tensor.allocate(type, shape);
    for (long i = 0; i < shape.elementCount(); i++) {
      // Any bits at any scale: a shift brings numbers into the range of every type.
      long bits = random.nextLong();
      long value =
          type == ElementType.DOUBLE ? doubleBits(random, bits) : bits >> random.nextInt(64);
      tensor.segment().set(Elements.LONG, i * Long.BYTES, value);
    }
    return tensor;
  }

  private static long doubleBits(Random random, long bits) {
    return random.nextBoolean()
        ? bits
        : Double.doubleToRawLongBits(Math.scalb(random.nextGaussian(), random.nextInt(40) - 20));
  }
}
