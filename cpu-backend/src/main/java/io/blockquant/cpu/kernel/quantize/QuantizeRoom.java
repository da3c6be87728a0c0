package io.blockquant.cpu.kernel.quantize;

import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.ops.quantize.QuantizeAttributes;
import io.blockquant.core.ops.scaling.Granularity;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Room;
import io.blockquant.cpu.tiling.Tiling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves calls of Quantize. */
public final class QuantizeRoom implements Room<QuantizeAttributes, QuantizeProblem> {

  private static final int SCALE = 1;
  private static final int ZERO_POINT = 2;

  @Override
  public OpDefinition<QuantizeAttributes> definition() {
    return Quantize.DEFINITION;
  }

  @Override
  public KernelKey key(OpCall<QuantizeAttributes> call, List<TensorType> outputs) {
    return KernelKey.of(
        call.elementType(0).orElseThrow(),
        call.elementType(SCALE).orElseThrow(),
        outputs.get(0).elementType());
  }

  @Override
  public QuantizeProblem problem(OpCall<QuantizeAttributes> call, List<TensorType> outputs) {
    ElementType scaleType = call.elementType(SCALE).orElseThrow();
    return new QuantizeProblem(
        call.elementType(0).orElseThrow(),
        scaleType,
        outputs.get(0).elementType(),
        call.attributes().divisionType(scaleType),
        call.attributes().saturate() ? Conversion.QUANTIZE : Conversion.QUANTIZE_UNSATURATED,
        call.has(ZERO_POINT),
        tiling(call));
  }

  private static Tiling tiling(OpCall<QuantizeAttributes> call) {
    Shape x = call.type(0).flatMap(TensorType::shape).orElseThrow();
    Shape scale = call.type(SCALE).flatMap(TensorType::shape).orElseThrow();
    return Tiling.of(Granularity.gridOf(x, scale, call.attributes().scaling()));
  }

  /** Q4: zero points of float types are zeros; constant ones were checked once and for all. */
  @Override
  public void checkValues(OpCall<QuantizeAttributes> call, @Nullable Tensor[] inputs) {
    Tensor zeroPoint = ZERO_POINT < inputs.length ? inputs[ZERO_POINT] : null;
    if (zeroPoint != null && call.operand(ZERO_POINT).constant() == null) {
      ScalingConstraints.requireZeros(definition().name(), call, zeroPoint);
    }
  }
}
