package io.blockquant.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.blockquant.cuda.testing.Chip;
import io.blockquant.cuda.testing.Data;
import io.blockquant.cuda.testing.HostGpu;
import io.blockquant.cuda.testing.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels of Quantize and Dequantize, run by the host, against core's reference. */
final class ScalingKernelsTest {

  private record Granule(Shape x, Shape scale, long axis, long blockSize, List<Long> blockShape) {}

  private static final List<Granule> GRANULES =
      List.of(
          new Granule(Shape.of(3, 48), Shape.SCALAR, 1, 0, List.of()),
          new Granule(Shape.of(1009), Shape.of(1), 1, 0, List.of()),
          new Granule(Shape.SCALAR, Shape.SCALAR, 1, 0, List.of()),
          new Granule(Shape.of(2, 5, 3, 7), Shape.of(5), 1, 0, List.of()),
          new Granule(Shape.of(9, 67), Shape.of(67), -1, 0, List.of()),
          new Granule(Shape.of(7, 48), Shape.of(7, 3), 1, 0, List.of()),
          new Granule(Shape.of(5, 4096), Shape.of(5, 128), 1, 32, List.of()),
          new Granule(Shape.of(64, 5), Shape.of(4, 5), 0, 16, List.of()),
          new Granule(Shape.of(3, 50), Shape.of(3, 4), 1, 16, List.of()),
          new Granule(Shape.of(8, 8), Shape.of(2, 3), 1, 0, List.of(4L, 3L)),
          new Granule(Shape.of(9, 37), Shape.of(1, 2), 1, 0, List.of(-1L, 32L)),
          new Granule(Shape.of(0, 7), Shape.of(7), 1, 0, List.of()));

  private final Random random = new Random(77);

  @ParameterizedTest
  @EnumSource
  void quantize(Chip chip) {
    HostGpu gpu = new HostGpu(chip);
    try (CudaBackend backend = new CudaBackend(gpu);
        Trial trial = new Trial(backend)) {
      quantizeAll(trial);
      assertTrue(gpu.isIntact(), "bytes beside a tensor were written");
    }
  }

  @ParameterizedTest
  @EnumSource
  void dequantize(Chip chip) {
    HostGpu gpu = new HostGpu(chip);
    try (CudaBackend backend = new CudaBackend(gpu);
        Trial trial = new Trial(backend)) {
      dequantizeAll(trial);
      assertTrue(gpu.isIntact(), "bytes beside a tensor were written");
    }
  }

  /** Compare every kernel of Quantize; what a GPU machine runs as well. */
  void quantizeAll(Trial trial) {
    for (ElementType output : QuantizedTypes.WRITTEN) {
      for (ElementType input : Quantize.INPUTS) {
        for (ElementType scale : ScalingConstraints.SCALES) {
          for (Granule granule : GRANULES) {
            Data data = Data.values()[random.nextInt(Data.values().length)];
            Tensor x = data.tensor(input, granule.x(), random);
            boolean plain = random.nextBoolean();
            compare(
                trial,
                x,
                scale,
                output,
                granule,
                plain,
                (a, s) -> {
                  NodeSpec node = Quantize.quantize(a, s, output);
                  return plain
                      ? node.with("precision", 1)
                      : node.with("precision", new long[] {0, 1, 10, 16}[random.nextInt(4)])
                          .with("saturate", random.nextInt(2));
                });
          }
        }
      }
    }
    // 3 inputs by 4 outputs of runs and 5 of walks, the one for anything, none for no elements.
    assertEquals(29, trial.kernels().size(), trial.kernels().toString());
  }

  /** Compare every kernel of Dequantize; what a GPU machine runs as well. */
  void dequantizeAll(Trial trial) {
    for (ElementType input : QuantizedTypes.READ) {
      for (ElementType output : Dequantize.OUTPUTS) {
        for (ElementType scale : ScalingConstraints.SCALES) {
          for (Granule granule : GRANULES) {
            Tensor q = Data.RANDOM_BITS.tensor(input, granule.x(), random);
            compare(
                trial,
                q,
                scale,
                input,
                granule,
                random.nextBoolean(),
                (a, s) -> Dequantize.dequantize(a, s, output));
          }
        }
      }
    }
    // Per output 2 of FP4, 3 of E4M3, 2 of integers, 5 walks; the one for anything; none.
    assertEquals(38, trial.kernels().size(), trial.kernels().toString());
  }

  @FunctionalInterface
  private interface Maker {
    NodeSpec make(Value x, Value scale);
  }

  private void compare(
      Trial trial,
      Tensor x,
      ElementType scaleType,
      ElementType zeroPointType,
      Granule granule,
      boolean plain,
      Maker maker) {
    boolean constant = random.nextBoolean();
    Tensor scale = scales(scaleType, granule.scale(), constant);
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    GraphBuilder builder = Graph.builder("trial");
    Value a = builder.input("x", x.elementType(), x.shape());
    NodeSpec node = maker.make(a, add(builder, "scale", scale, constant, inputs));
    node = node.with("axis", granule.axis()).with("block_size", granule.blockSize());
    if (!granule.blockShape().isEmpty()) {
      node = node.with("block_shape", granule.blockShape());
    }
    if (!plain) {
      Tensor zero = zeroPoints(zeroPointType, granule.scale());
      node = node.withInput(2, add(builder, "zero", zero, random.nextBoolean(), inputs));
    }
    builder.add(node).forEach(builder::output);
    trial.compare(builder.build(), inputs, x + " by " + scale + ", " + node.attributes());
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
  private Tensor scales(ElementType type, Shape shape, boolean constant) {
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

  private Tensor zeroPoints(ElementType type, Shape shape) {
    if (type.isInteger()) {
      return Data.RANDOM_BITS.tensor(type, shape, random);
    }
    Tensor zeros = Tensor.allocate(type, shape);
    boolean negative = random.nextBoolean();
    for (long i = 0; negative && i < zeros.elementCount(); i++) {
      Elements.setValue(zeros, i, -0.0);
    }
    return zeros;
  }
}
