package io.blockquant.cuda.kernel.quantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.ops.quantize.QuantizeAttributes;
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

/** Resolves calls of Quantize. */
public final class QuantizeRoom implements Room<QuantizeAttributes> {

  private static final int SCALE = 1;
  private static final int ZERO_POINT = 2;
  private static final int THREADS = 256;
  private static final int OCTET = 8;

  /** log2 of {@link #OCTET}: no shorter block lies in one thread's eight elements alone. */
  private static final int LEAST_SHIFT = 3;

  private static final Set<ElementType> RUN_INPUTS =
      Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);
  private static final Set<ElementType> RUN_OUTPUTS =
      Set.of(ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN, ElementType.INT8, ElementType.INT4);

  private static final Set<ElementType> WALK_OUTPUTS =
      Set.of(
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT4,
          ElementType.UINT4,
          ElementType.FLOAT8E4M3FN);

  @Override
  public OpDefinition<QuantizeAttributes> definition() {
    return Quantize.DEFINITION;
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
  public BlockGrid grid(OpCall<QuantizeAttributes> call) {
    Shape x = call.type(0).flatMap(TensorType::shape).orElseThrow();
    Shape scale = call.type(SCALE).flatMap(TensorType::shape).orElseThrow();
    return Granularity.gridOf(x, scale, call.attributes().scaling());
  }

  @Override
  public Plan plan(OpCall<QuantizeAttributes> call, List<TensorType> outputs) {
    ElementType x = call.elementType(0).orElseThrow();
    ElementType scale = call.elementType(SCALE).orElseThrow();
    ElementType y = outputs.get(0).elementType();
    ElementType division = call.attributes().divisionType(scale);
    Blocks blocks = Blocks.of(grid(call));
    Problem problem = new Problem(x, scale, y, blocks);
    problem.divideIn(division);
    problem.saturate(call.attributes().saturate());
    if (blocks.elements() == 0) {
      return new Plan(problem, List.of(), 0);
    }
    boolean runs =
        blocks.areRuns()
            && blocks.shift() >= LEAST_SHIFT
            && blocks.elements() % OCTET == 0
            && division == ElementType.FLOAT
            && call.attributes().saturate()
            && !call.has(ZERO_POINT)
            && RUN_INPUTS.contains(x)
            && RUN_OUTPUTS.contains(y);
    boolean walks =
        blocks.areWalkable()
            && division == ElementType.FLOAT
            && call.attributes().saturate()
            && !(call.has(ZERO_POINT) && y.isFloating())
            && RUN_INPUTS.contains(x)
            && WALK_OUTPUTS.contains(y);
    String types = KernelNames.of(x) + "_" + KernelNames.of(y);
    long octets = Math.ceilDiv(blocks.elements(), (long) OCTET);
    return Plan.of(
        problem,
        runs
            ? Launch.of("quantize_runs_" + types, octets, THREADS)
            : walks
                ? Launch.of("quantize_walk_" + types, octets, THREADS)
                : Launch.walking("quantize_any", octets, THREADS));
  }

  /** Q4: zero points of float types are zeros; constant ones were checked once and for all. */
  @Override
  public void checkValues(OpCall<QuantizeAttributes> call, IntFunction<@Nullable Tensor> inputs) {
    boolean isFloat = call.elementType(ZERO_POINT).map(ElementType::isFloating).orElse(false);
    if (call.has(ZERO_POINT) && call.operand(ZERO_POINT).constant() == null && isFloat) {
      Tensor zeroPoint = inputs.apply(ZERO_POINT);
      if (zeroPoint != null) {
        ScalingConstraints.requireZeros(definition().name(), call, zeroPoint);
      }
    }
  }
}
