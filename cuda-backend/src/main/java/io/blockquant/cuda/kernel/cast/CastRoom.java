package io.blockquant.cuda.kernel.cast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.ops.cast.CastAttributes;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cuda.kernel.Blocks;
import io.blockquant.cuda.kernel.KernelNames;
import io.blockquant.cuda.kernel.Launch;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import io.blockquant.cuda.kernel.Room;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves calls of Cast. */
public final class CastRoom implements Room<CastAttributes> {

  private static final int THREADS = 256;
  private static final int OCTET = 8;

  /** The floats of ordinary arithmetic, between which there are kernels of their own. */
  private static final Set<ElementType> ARITHMETIC =
      Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  @Override
  public OpDefinition<CastAttributes> definition() {
    return Cast.DEFINITION;
  }

  @Override
  public List<Problem.@Nullable Field> inputs() {
    return List.of(Problem.Field.X);
  }

  @Override
  public List<Problem.Field> outputs() {
    return List.of(Problem.Field.Y);
  }

  /** No element shares anything with another: the whole tensor is one block. */
  @Override
  public BlockGrid grid(OpCall<CastAttributes> call) {
    return BlockGrid.perTensor(call.type(0).flatMap(TensorType::shape).orElseThrow());
  }

  @Override
  public Plan plan(OpCall<CastAttributes> call, List<TensorType> outputs) {
    ElementType x = call.elementType(0).orElseThrow();
    ElementType y = outputs.get(0).elementType();
    Blocks blocks = Blocks.of(grid(call));
    Problem problem = new Problem(x, ElementType.FLOAT, y, blocks);
    problem.saturate(call.attributes().saturate());
    problem.powers(call.attributes().rounding().orElseThrow());
    if (blocks.elements() == 0) {
      return new Plan(problem, List.of(), 0);
    }
    long octets = Math.ceilDiv(blocks.elements(), (long) OCTET);
    boolean runs = x != y && ARITHMETIC.contains(x) && ARITHMETIC.contains(y);
    return Plan.of(
        problem,
        runs
            ? Launch.of("cast_runs_" + KernelNames.of(x) + "_" + KernelNames.of(y), octets, THREADS)
            : Launch.walking("cast_any", octets, THREADS));
  }
}
