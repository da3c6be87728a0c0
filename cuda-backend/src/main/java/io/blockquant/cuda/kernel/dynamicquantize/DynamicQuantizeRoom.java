package io.blockquant.cuda.kernel.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantize;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.ops.dynamicquantize.ScaleRounding;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cuda.kernel.Blocks;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import io.blockquant.cuda.kernel.Room;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves calls of DynamicQuantize. */
public final class DynamicQuantizeRoom implements Room<DynamicQuantizeAttributes> {

  @Override
  public OpDefinition<DynamicQuantizeAttributes> definition() {
    return DynamicQuantize.DEFINITION;
  }

  /** C9: g is constant, so the struct holds it and no kernel reads it. */
  @Override
  public List<Problem.@Nullable Field> inputs() {
    return Arrays.asList(Problem.Field.X, null);
  }

  @Override
  public List<Problem.Field> outputs() {
    return List.of(Problem.Field.Y, Problem.Field.Y_SCALE);
  }

  @Override
  public BlockGrid grid(OpCall<DynamicQuantizeAttributes> call) {
    return call.attributes().grid(call.type(0).flatMap(TensorType::shape).orElseThrow());
  }

  @Override
  public Plan plan(OpCall<DynamicQuantizeAttributes> call, List<TensorType> outputs) {
    Recipe recipe = call.attributes().checkedRecipe();
    ElementType x = call.elementType(0).orElseThrow();
    float g = call.constant(1).map(constant -> (float) Elements.value(constant, 0)).orElse(1f);
    Blocks blocks = Blocks.of(grid(call));
    Problem problem = new Problem(x, recipe.scaleType(), recipe.outputType(), blocks);
    problem.doubleQuantScale(g);
    problem.roundUp(call.attributes().checkedRounding() == ScaleRounding.UP);
    return new DynamicQuantizeWay(x, recipe, blocks, g).plan(problem);
  }
}
