package io.blockquant.cpu.kernel.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantize;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Room;
import io.blockquant.cpu.tiling.Tiling;
import java.util.List;

/** Resolves calls of DynamicQuantize. */
public final class DynamicQuantizeRoom
    implements Room<DynamicQuantizeAttributes, DynamicQuantizeProblem> {

  @Override
  public OpDefinition<DynamicQuantizeAttributes> definition() {
    return DynamicQuantize.DEFINITION;
  }

  @Override
  public KernelKey key(OpCall<DynamicQuantizeAttributes> call, List<TensorType> outputs) {
    return key(call.elementType(0).orElseThrow(), call.attributes().checkedRecipe());
  }

  /** Name the kernels for inputs of one type and a recipe. */
  public static KernelKey key(ElementType inputType, Recipe recipe) {
    return KernelKey.of(inputType, recipe.outputType(), recipe.scaleType());
  }

  @Override
  public DynamicQuantizeProblem problem(
      OpCall<DynamicQuantizeAttributes> call, List<TensorType> outputs) {
    DynamicQuantizeAttributes attributes = call.attributes();
    Shape x = call.type(0).flatMap(TensorType::shape).orElseThrow();
    return new DynamicQuantizeProblem(
        call.elementType(0).orElseThrow(),
        attributes.checkedRecipe(),
        attributes.checkedRounding(),
        // C9: g is constant, so the problem can hold it.
        call.constant(1).map(g -> (float) Elements.value(g, 0)).orElse(1f),
        Tiling.of(attributes.grid(x)));
  }
}
