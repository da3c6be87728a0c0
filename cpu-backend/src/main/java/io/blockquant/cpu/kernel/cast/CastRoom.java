package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.ops.cast.CastAttributes;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Room;
import java.util.List;

/** Resolves calls of Cast. */
public final class CastRoom implements Room<CastAttributes, CastProblem> {

  @Override
  public OpDefinition<CastAttributes> definition() {
    return Cast.DEFINITION;
  }

  @Override
  public KernelKey key(OpCall<CastAttributes> call, List<TensorType> outputs) {
    return KernelKey.of(call.elementType(0).orElseThrow(), outputs.get(0).elementType());
  }

  @Override
  public CastProblem problem(OpCall<CastAttributes> call, List<TensorType> outputs) {
    Shape shape = call.type(0).flatMap(TensorType::shape).orElseThrow();
    return new CastProblem(
        call.elementType(0).orElseThrow(),
        outputs.get(0).elementType(),
        call.attributes(),
        shape.elementCount());
  }
}
