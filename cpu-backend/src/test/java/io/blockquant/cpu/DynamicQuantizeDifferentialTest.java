package io.blockquant.cpu;

import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.testing.Data;
import io.blockquant.cpu.testing.Memory;
import io.blockquant.cpu.testing.Trial;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DynamicQuantize against core's reference: every recipe, type, axis, rank and block shape. */
@Tag("vector")
final class DynamicQuantizeDifferentialTest {

  private static final List<ElementType> INPUTS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  /** g of every order of magnitude; the last two make scales of 0 (R7) and of infinity. */
  private static final float[] SCALES_OF_SCALES = {
    1f, 0.00123456f, 0.7313f, 1.9999999f, 1.1e-37f, 1e-39f, 3.3e-42f, 3e35f, 2e38f, 1.4e-45f
  };

  /** Block sizes of the extensions, which allow any. */
  private static final long[] BLOCKS = {1, 3, 16, 24, 32, 128};

  /** Shapes and blocks of 2D mode: partial, whole, of rank 2 to 4, with an empty dimension. */
  private static final long[][][] LAYOUTS = {
    {{8, 8}, {4, 3}},
    {{7, 13}, {-1, 5}},
    {{1, 1}, {1, 1}},
    {{5, 33}, {2, 16}},
    {{3, 1009}, {1, 16}},
    {{3, 1009}, {1, 32}},
    {{17, 19}, {-1, -1}},
    {{33, 7}, {16, 1}},
    {{130, 67}, {128, 64}},
    {{2, 5, 33}, {1, 2, 16}},
    {{2, 3, 4, 35}, {-1, 2, 3, 32}},
    {{2, 2, 3, 48}, {1, 1, 1, 16}},
    {{3, 0}, {2, -1}},
    {{2, 160}, {1, 1000}},
  };

  /** More than 2^18 elements a block, or a strip of columns. */
  private static final long[][][] LARGE_LAYOUTS = {
    {{530, 502}, {-1, -1}}, {{300, 1030}, {-1, 1}}, {{2, 264_000}, {1, -1}}, {{270, 1003}, {-1, 48}}
  };

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void blocksAlongAnAxis(Recipe recipe) {
    long seed = 20_261_123L + recipe.ordinal();
    Random random = new Random(seed);
    try (Trial trial = new Trial(1)) {
      for (ElementType input : INPUTS) {
        for (Data data : Data.values()) {
          for (long blocks : new long[] {0, 1, 2, 3, 5, 17, 67, 269}) {
            long block = recipe.blockSize().orElse(BLOCKS[random.nextInt(BLOCKS.length)]);
            Shape last = Shape.of(3, blocks * block);
            compare(
                trial, recipe, input, data, last, random, seed, x -> along(recipe, x, -1, block));
            Shape first = Shape.of(blocks * block, 5);
            compare(
                trial, recipe, input, data, first, random, seed, x -> along(recipe, x, 0, block));
            Shape middle = Shape.of(2, blocks * block, 3);
            compare(
                trial, recipe, input, data, middle, random, seed, x -> along(recipe, x, 1, block));
          }
        }
      }
      assertTrue(trial.count() >= 3 * 6 * 7 * 3, "runs compared: " + trial.count());
    }
  }

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void blocksOfAnyShape(Recipe recipe) {
    long seed = 41L + recipe.ordinal();
    Random random = new Random(seed);
    try (Trial trial = new Trial(1)) {
      for (ElementType input : INPUTS) {
        for (Data data : Data.values()) {
          for (long[][] layout : LAYOUTS) {
            Function<Value, NodeSpec> spec =
                x -> dynamicQuantize(x, layout[1], recipe.outputType(), recipe.scaleType());
            compare(trial, recipe, input, data, Shape.of(layout[0]), random, seed, spec);
          }
        }
      }
      assertTrue(trial.count() >= 3 * 6 * LAYOUTS.length, "runs compared: " + trial.count());
    }
  }

  /** Blocks that are scanned and encoded in two goes, by one thread and by three. */
  @ParameterizedTest
  @EnumSource(Recipe.class)
  void blocksTooLargeForACache(Recipe recipe) {
    long seed = 977L + recipe.ordinal();
    Random random = new Random(seed);
    try (Trial trial = new Trial(1, 3)) {
      for (ElementType input : INPUTS) {
        for (Data data : List.of(Data.GAUSSIAN, Data.TINY, Data.SPECIAL_RUNS)) {
          for (long[][] layout : LARGE_LAYOUTS) {
            Function<Value, NodeSpec> spec =
                x -> dynamicQuantize(x, layout[1], recipe.outputType(), recipe.scaleType());
            compare(trial, recipe, input, data, Shape.of(layout[0]), random, seed, spec);
          }
        }
      }
      assertTrue(trial.count() >= 3 * 3 * 2 * LARGE_LAYOUTS.length, "runs: " + trial.count());
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
      long seed,
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
    Memory memory = Memory.values()[random.nextInt(Memory.values().length)];
    String what = recipe + " of " + x + " " + data + ", " + node.attributes() + ", g " + g;
    trial.compare(builder.build(), List.of(x), memory, what + ", seed " + seed);
  }
}
