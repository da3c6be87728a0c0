package io.blockquant.cuda.kernel.dequantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.dequantize.DequantizeAttributes;
import io.blockquant.core.ops.scaling.Granularity;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cuda.kernel.Blocks;
import io.blockquant.cuda.kernel.KernelNames;
import io.blockquant.cuda.kernel.Launch;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import io.blockquant.cuda.kernel.Room;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Resolves calls of Dequantize. */
public final class DequantizeRoom implements Room<DequantizeAttributes> {

  private static final int SCALE = 1;
  private static final int ZERO_POINT = 2;
  private static final int THREADS = 256;
  private static final int OCTET = 8;

  /** log2 of {@link #OCTET}, the most elements that 16 bytes of y hold. */
  private static final int LEAST_SHIFT = 3;

  /** Vectors of 16 bytes of y that a thread takes. */
  private static final int VECTORS = 2;

  private static final int RUN_THREADS = 512;

  private static final Set<ElementType> RUN_INPUTS =
      Set.of(ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN, ElementType.INT8, ElementType.INT4);

  private static final Set<ElementType> WALK_INPUTS =
      Set.of(
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT4,
          ElementType.UINT4,
          ElementType.FLOAT8E4M3FN);

  @Override
  public OpDefinition<DequantizeAttributes> definition() {
    return Dequantize.DEFINITION;
  }

  @Override
  public List<Problem.@Nullable Field> inputs() {
    return List.of(Problem.Field.X, Problem.Field.SCALE, Problem.Field.ZERO_POINT);
  }

  @Override
  public List<Problem.Field> outputs() {
    return List.of(Problem.Field.Y);
  }

  @Override
  public BlockGrid grid(OpCall<DequantizeAttributes> call) {
    Shape q = call.type(0).flatMap(TensorType::shape).orElseThrow();
    Shape scale = call.type(SCALE).flatMap(TensorType::shape).orElseThrow();
    return Granularity.gridOf(q, scale, call.attributes().scaling());
  }

  @Override
  public Plan plan(OpCall<DequantizeAttributes> call, List<TensorType> outputs) {
    ElementType q = call.elementType(0).orElseThrow();
    ElementType scale = call.elementType(SCALE).orElseThrow();
    ElementType y = outputs.get(0).elementType();
    Blocks blocks = Blocks.of(grid(call));
    Problem problem = new Problem(q, scale, y, blocks);
    if (blocks.elements() == 0) {
      return new Plan(problem, List.of(), 0);
    }
    // Zero points of float types are zeros and change nothing (Q4).
    boolean hasZeroPoint = call.has(ZERO_POINT) && q.isInteger();
    boolean runs =
        blocks.areRuns()
            && blocks.shift() >= LEAST_SHIFT
            && blocks.elements() % OCTET == 0
            && !hasZeroPoint
            && RUN_INPUTS.contains(q);
    if (!runs) {
      long octets = Math.ceilDiv(blocks.elements(), (long) OCTET);
      if (blocks.areWalkable() && WALK_INPUTS.contains(q)) {
        String walk = "dequantize_walk_" + KernelNames.of(q) + "_" + KernelNames.of(y);
        return Plan.of(problem, Launch.of(walk, octets, THREADS));
      }
      return Plan.of(problem, Launch.walking("dequantize_any", octets, THREADS));
    }
    String kernel =
        "dequantize_runs_%s_%s_%s"
            .formatted(KernelNames.of(q), scaleName(q, scale), KernelNames.of(y));
    int elementsPerThread = VECTORS * 16 * Byte.SIZE / y.bits();
    return Plan.of(
        problem,
        Launch.of(kernel, Math.ceilDiv(blocks.elements(), (long) elementsPerThread), RUN_THREADS));
  }

  /** The usual scales have kernels of their own; one more looks at the type as it runs. */
  private static String scaleName(ElementType q, ElementType scale) {
    boolean own =
        switch (scale) {
          case FLOAT -> q == ElementType.FLOAT4E2M1 || q == ElementType.FLOAT8E4M3FN;
          case FLOAT8E8M0 -> q == ElementType.FLOAT8E4M3FN;
          default -> false;
        };
    return own ? KernelNames.of(scale) : "any";
  }

  /** Q4: zero points of float types are zeros; constant ones were checked once and for all. */
  @Override
  public void checkValues(OpCall<DequantizeAttributes> call, IntFunction<@Nullable Tensor> inputs) {
    boolean isFloat = call.elementType(ZERO_POINT).map(ElementType::isFloating).orElse(false);
    if (call.has(ZERO_POINT) && call.operand(ZERO_POINT).constant() == null && isFloat) {
      Tensor zeroPoint = inputs.apply(ZERO_POINT);
      if (zeroPoint != null) {
        ScalingConstraints.requireZeros(definition().name(), call, zeroPoint);
      }
    }
  }
}
