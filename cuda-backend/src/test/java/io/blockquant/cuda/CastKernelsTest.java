package io.blockquant.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.testing.EdgeData;
import io.blockquant.cuda.testing.HostGpu;
import io.blockquant.cuda.testing.Trial;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The kernels of Cast and BitCast, run by the host, against core's reference. */
final class CastKernelsTest {

  private static final List<String> ROUNDINGS = List.of("up", "down", "nearest");

  @Test
  void cast() {
    onHost(CastKernelsTest::castAll);
  }

  @Test
  void bitCast() {
    onHost(CastKernelsTest::bitCastAll);
  }

  private static void onHost(java.util.function.Consumer<Trial> all) {
    HostGpu gpu = new HostGpu();
    try (CudaBackend backend = new CudaBackend(gpu);
        Trial trial = new Trial(backend)) {
      all.accept(trial);
      assertTrue(gpu.isIntact(), "bytes beside a tensor were written");
      assertEquals(0, gpu.held(), "memory that was not handed back");
    }
  }

  /**
   * Compare every pair of types: all codes of 16 bits and less, the edges of every range and
   * rounding and random bits of wider ones. What a GPU machine runs as well.
   */
  static void castAll(Trial trial) {
    Random random = new Random(20_261_124L);
    for (ElementType from : Cast.NUMERIC) {
      Tensor edges = EdgeData.of(from, random);
      for (ElementType to : Cast.NUMERIC) {
        boolean quantized = to.isLowPrecisionFloat();
        for (int saturate = quantized ? 0 : 1; saturate <= 1; saturate++) {
          int saturates = saturate;
          if (to == ElementType.FLOAT8E8M0) {
            for (String rounding : ROUNDINGS) {
              compare(
                  trial,
                  edges,
                  x -> Cast.cast(x, to).with("saturate", saturates).with("round_mode", rounding));
            }
          } else {
            compare(trial, edges, x -> Cast.cast(x, to).with("saturate", saturates));
          }
        }
        for (long count : new long[] {0, 1, 7, 8, 9, 2053}) {
          compare(trial, EdgeData.bits(from, Shape.of(count), random), x -> Cast.cast(x, to));
        }
      }
    }
    // Six between the floats of ordinary arithmetic, the one for anything; none for no elements.
    assertEquals(8, trial.kernels().size(), trial.kernels().toString());
  }

  /** Compare every pair of types of one width. What a GPU machine runs as well. */
  static void bitCastAll(Trial trial) {
    Random random = new Random(20_261_124L);
    int before = trial.kernels().size();
    for (ElementType from : BitCast.TYPES) {
      for (ElementType to : BitCast.TYPES) {
        if (from.bits() == to.bits()) {
          for (long count : new long[] {0, 1, 3, 32, 2053}) {
            Tensor x = EdgeData.bits(from, Shape.of(1, count), random);
            compare(trial, x, value -> BitCast.bitCast(value, to));
          }
        }
      }
    }
    assertTrue(trial.kernels().containsKey("bitcast_copy"), trial.kernels().toString());
    assertTrue(trial.kernels().size() <= before + 2, trial.kernels().toString());
  }

  private static void compare(Trial trial, Tensor x, Function<Value, NodeSpec> spec) {
    GraphBuilder builder = Graph.builder("trial");
    NodeSpec node = spec.apply(builder.input("x", x.elementType(), x.shape()));
    builder.add(node).forEach(builder::output);
    trial.compare(builder.build(), List.of(x), x + ", " + node.attributes());
  }
}
