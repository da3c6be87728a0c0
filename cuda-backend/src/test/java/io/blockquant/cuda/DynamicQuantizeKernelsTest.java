package io.blockquant.cuda;

import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.testing.Chip;
import io.blockquant.cuda.testing.Data;
import io.blockquant.cuda.testing.HostGpu;
import io.blockquant.cuda.testing.Trial;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels of DynamicQuantize, run by the host, against core's reference. */
final class DynamicQuantizeKernelsTest {

  private static final List<ElementType> INPUTS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  /** g of every order of magnitude; beyond 2^80 either way the kernels divide truly. */
  private static final float[] SCALES_OF_SCALES = {
    1f, 0.00123456f, 0.7313f, 1.9999999f, 1.1e-37f, 1e-39f, 3e20f, 3e35f, 2e38f, 1.4e-45f
  };

  /** Shapes and blocks of 2D mode: partial, whole, of rank 2 to 4, with an empty dimension. */
  private static final long[][][] LAYOUTS = {
    {{8, 8}, {4, 3}},
    {{7, 13}, {-1, 5}},
    {{5, 33}, {2, 16}},
    {{3, 1009}, {1, 32}},
    {{17, 19}, {-1, -1}},
    {{130, 72}, {128, 64}},
    {{140, 264}, {128, 128}},
    {{37, 40}, {32, 32}},
    {{2, 5, 33}, {1, 2, 16}},
    {{2, 3, 4, 35}, {-1, 2, 3, 32}},
    {{3, 0}, {2, -1}},
    {{2, 256}, {1, 128}},
    {{3, 96}, {1, 32}},
    {{2, 160}, {1, 1000}},
    {{3, 5, 4, 6}, {2, 3, 3, 4}},
  };

  @ParameterizedTest
  @EnumSource
  void everyKernelGivesTheBitsOfTheReference(Chip chip) {
    HostGpu gpu = new HostGpu(chip);
    try (CudaBackend backend = new CudaBackend(gpu);
        Trial trial = new Trial(backend)) {
      compareAll(trial);
      assertTrue(gpu.isIntact(), "bytes beside a tensor were written");
      assertEquals(0, gpu.held(), "memory that was not handed back");
    }
  }

  /** Compare every kernel; what a GPU machine runs as well. */
  static void compareAll(Trial trial) {
    Random random = new Random(20_261_123L);
    for (Recipe recipe : Recipe.values()) {
      for (ElementType input : INPUTS) {
        for (Data data : Data.values()) {
          along(trial, recipe, input, data, random);
          for (long[][] layout : LAYOUTS) {
            compare(
                trial,
                recipe,
                input,
                data,
                Shape.of(layout[0]),
                random,
                x -> dynamicQuantize(x, layout[1], recipe.outputType(), recipe.scaleType()));
          }
        }
      }
    }
    // 12 for rows, 6 for columns, 6 for tiles, 12 walks, 3 for anything; none for no elements.
    assertEquals(40, trial.kernels().size(), trial.kernels().toString());
  }

  private static void along(
      Trial trial, Recipe recipe, ElementType input, Data data, Random random) {
    long block = recipe.blockSize().orElse(new long[] {1, 3, 16, 24, 32, 128}[random.nextInt(6)]);
    for (long blocks : new long[] {1, 5, 67}) {
      compare(
          trial,
          recipe,
          input,
          data,
          Shape.of(3, blocks * block),
          random,
          x -> along(recipe, x, -1, block));
    }
    for (long columns : new long[] {5, 8, 40}) {
      compare(
          trial,
          recipe,
          input,
          data,
          Shape.of(2, 3 * block, columns),
          random,
          x -> along(recipe, x, 1, block));
    }
  }

  private static NodeSpec along(Recipe recipe, Value x, long axis, long block) {
    return dynamicQuantize(
        x, axis(axis), blockSize(block), recipe.outputType(), recipe.scaleType());
  }

  private static void compare(
      Trial trial,
      Recipe recipe,
      ElementType input,
      Data data,
      Shape shape,
      Random random,
      Function<Value, NodeSpec> spec) {
    Tensor x = data.tensor(input, shape, random);
    GraphBuilder builder = Graph.builder("trial");
    NodeSpec node = spec.apply(builder.input("x", input, shape));
    float g = 1f;
    if (recipe.takesDoubleQuantScale() && random.nextBoolean()) {
      g = SCALES_OF_SCALES[random.nextInt(SCALES_OF_SCALES.length)];
      node = node.withInput(1, builder.constant("g", Tensor.scalar(g)));
    }
    if (recipe.scaleType() == ElementType.FLOAT8E8M0 && random.nextBoolean()) {
      node = node.with("scale_rounding", "floor");
    }
    builder.add(node).forEach(builder::output);
    String what = recipe + " of " + x + " " + data + ", " + node.attributes() + ", g " + g;
    trial.compare(builder.build(), List.of(x), what);
  }
}
