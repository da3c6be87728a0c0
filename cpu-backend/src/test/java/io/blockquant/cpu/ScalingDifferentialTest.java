package io.blockquant.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.ops.scaling.QuantizedTypes;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.testing.Data;
import io.blockquant.cpu.testing.Memory;
import io.blockquant.cpu.testing.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quantize and Dequantize against core's reference: every type and granularity. */
@Tag("vector")
final class ScalingDifferentialTest {

  /**
   * How elements share scales.
   *
   * @param x the shape of the data
   * @param scale the shape of the scales
   * @param axis the attribute, 1 where it does not matter
   * @param blockSize the attribute, 0 where it is absent
   * @param blockShape the attribute, empty where it is absent
   */
  private record Granule(Shape x, Shape scale, long axis, long blockSize, List<Long> blockShape) {}

  private static final List<Granule> GRANULES =
      List.of(
          new Granule(Shape.of(3, 43), Shape.SCALAR, 1, 0, List.of()),
          new Granule(Shape.of(1009), Shape.of(1), 1, 0, List.of()),
          new Granule(Shape.SCALAR, Shape.SCALAR, 1, 0, List.of()),
          new Granule(Shape.of(2, 5, 3, 7), Shape.of(5), 1, 0, List.of()),
          new Granule(Shape.of(9, 67), Shape.of(67), -1, 0, List.of()),
          new Granule(Shape.of(31, 35), Shape.of(31), 0, 0, List.of()),
          new Granule(Shape.of(7, 48), Shape.of(7, 3), 1, 0, List.of()),
          new Granule(Shape.of(5, 64), Shape.of(5, 2), 1, 32, List.of()),
          new Granule(Shape.of(64, 5), Shape.of(4, 5), 0, 16, List.of()),
          new Granule(Shape.of(3, 50), Shape.of(3, 4), 1, 16, List.of()),
          new Granule(Shape.of(2, 33, 3), Shape.of(2, 3, 3), 1, 16, List.of()),
          new Granule(Shape.of(8, 8), Shape.of(2, 3), 1, 0, List.of(4L, 3L)),
          new Granule(Shape.of(9, 37), Shape.of(1, 2), 1, 0, List.of(-1L, 32L)),
          new Granule(Shape.of(2, 3, 5), Shape.of(1, 1, 1), 1, 0, List.of(-1L, -1L, -1L)),
          new Granule(Shape.of(0, 7), Shape.of(7), 1, 0, List.of()));

  static List<ElementType> written() {
    return QuantizedTypes.WRITTEN;
  }

  static List<ElementType> read() {
    return QuantizedTypes.READ;
  }

  @ParameterizedTest
  @MethodSource("written")
  void quantize(ElementType output) {
    long seed = 7_000L + output.ordinal();
    Random random = new Random(seed);
    try (Trial trial = new Trial(1)) {
      for (ElementType input : Quantize.INPUTS) {
        for (ElementType scaleType : ScalingConstraints.SCALES) {
          for (Granule granule : GRANULES) {
            Data data = any(random, Data.values());
            Tensor x = data.tensor(input, granule.x(), random);
            NodeSpecMaker maker = (a, s) -> Quantize.quantize(a, s, output);
            List<Extra> extras = new ArrayList<>();
            extras.add(new Extra("precision", any(random, 0L, 1L, 10L, 16L)));
            extras.add(new Extra("saturate", random.nextInt(2)));
            compare(trial, x, scaleType, output, granule, maker, extras, random, data, seed);
          }
        }
      }
      assertTrue(trial.count() >= 4 * 5 * GRANULES.size(), "runs compared: " + trial.count());
    }
  }

  @ParameterizedTest
  @MethodSource("read")
  void dequantize(ElementType input) {
    long seed = 9_000L + input.ordinal();
    Random random = new Random(seed);
    try (Trial trial = new Trial(1)) {
      for (ElementType output : Dequantize.OUTPUTS) {
        for (ElementType scaleType : ScalingConstraints.SCALES) {
          for (Granule granule : GRANULES) {
            Tensor q = Data.RANDOM_BITS.tensor(input, granule.x(), random);
            NodeSpecMaker maker = (a, s) -> Dequantize.dequantize(a, s, output);
            compare(
                trial,
                q,
                scaleType,
                input,
                granule,
                maker,
                List.of(),
                random,
                Data.RANDOM_BITS,
                seed);
          }
        }
      }
      assertTrue(trial.count() >= 3 * 5 * GRANULES.size(), "runs compared: " + trial.count());
    }
  }

  @FunctionalInterface
  private interface NodeSpecMaker {
    NodeSpec make(Value x, Value scale);
  }

  private record Extra(String name, long value) {}

  private static void compare(
      Trial trial,
      Tensor x,
      ElementType scaleType,
      ElementType zeroPointType,
      Granule granule,
      NodeSpecMaker maker,
      List<Extra> extras,
      Random random,
      Data data,
      long seed) {
    boolean constant = random.nextBoolean();
    Tensor scale = scales(scaleType, granule.scale(), constant, random);
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    GraphBuilder builder = Graph.builder("trial");
    Value a = builder.input("x", x.elementType(), x.shape());
    NodeSpec node = maker.make(a, add(builder, "scale", scale, constant, inputs));
    node = node.with("axis", granule.axis()).with("block_size", granule.blockSize());
    if (!granule.blockShape().isEmpty()) {
      node = node.with("block_shape", granule.blockShape());
    }
    for (Extra extra : extras) {
      node = node.with(extra.name(), extra.value());
    }
    if (random.nextBoolean()) {
      Tensor zero = zeroPoints(zeroPointType, granule.scale(), random);
      node = node.withInput(2, add(builder, "zero", zero, random.nextBoolean(), inputs));
    }
    builder.add(node).forEach(builder::output);
    Memory memory = any(random, Memory.values());
    String what = x + " " + data + " by " + scale + ", " + node.attributes() + ", seed " + seed;
    trial.compare(builder.build(), inputs, memory, what);
  }

  private static Value add(
      GraphBuilder builder, String name, Tensor tensor, boolean constant, List<Tensor> inputs) {
    if (constant) {
      return builder.constant(name, tensor);
    }
    inputs.add(tensor);
    return builder.input(name, tensor.elementType(), tensor.shape());
  }

  /** Positive and finite where they are constant (Q3); anything where nobody can check. */
  private static Tensor scales(ElementType type, Shape shape, boolean constant, Random random) {
    if (!constant && random.nextInt(4) == 0) {
      return Data.RANDOM_BITS.tensor(type, shape, random);
    }
    Tensor scale = Tensor.allocate(type, shape);
    for (long i = 0; i < scale.elementCount(); i++) {
      double value = Math.scalb(0.5 + random.nextDouble(), random.nextInt(9) - 6);
      Elements.setValue(scale, i, type == ElementType.INT32 ? 1 + random.nextInt(9) : value);
    }
    return scale;
  }

  private static Tensor zeroPoints(ElementType type, Shape shape, Random random) {
    return type.isInteger()
        ? Data.RANDOM_BITS.tensor(type, shape, random)
        : Tensor.allocate(type, shape);
  }

  @SafeVarargs
  private static <T> T any(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
