package io.blockquant.cpu.kernel.bitcast;

import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.ops.bitcast.BitCastAttributes;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Room;
import java.util.List;

/** Resolves calls of BitCast: all that is left of one is how many bytes it has. */
public final class BitCastRoom implements Room<BitCastAttributes, BitCastProblem> {

  @Override
  public OpDefinition<BitCastAttributes> definition() {
    return BitCast.DEFINITION;
  }

  @Override
  public KernelKey key(OpCall<BitCastAttributes> call, List<TensorType> outputs) {
    return KernelKey.of(outputs.get(0).elementType());
  }

  @Override
  public BitCastProblem problem(OpCall<BitCastAttributes> call, List<TensorType> outputs) {
    Shape shape = call.type(0).flatMap(TensorType::shape).orElseThrow();
    return new BitCastProblem(outputs.get(0).elementType().byteSize(shape.elementCount()));
  }
}
