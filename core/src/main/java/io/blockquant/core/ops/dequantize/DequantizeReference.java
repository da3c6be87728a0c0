package io.blockquant.core.ops.dequantize;

import io.blockquant.core.op.OpCall;
import io.blockquant.core.ops.scaling.Granularity;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compute Dequantize element by element: {@code (q - zero_point) * scale}. */
final class DequantizeReference {

  private DequantizeReference() {}

  static void evaluate(
      OpCall<DequantizeAttributes> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
    Tensor q = Objects.requireNonNull(inputs.get(0));
    Tensor scale = Objects.requireNonNull(inputs.get(1));
    Tensor zeroPoint = inputs.size() > 2 ? inputs.get(2) : null;
    if (zeroPoint != null) {
      ScalingConstraints.requireZeros(Dequantize.ID.type(), call, zeroPoint);
    }
    BlockGrid grid = Granularity.gridOf(q.shape(), scale.shape(), call.attributes().scaling());

    for (long i = 0; i < q.elementCount(); i++) {
      long block = grid.blockOf(i);
      float product = difference(q, i, zeroPoint, block) * (float) Elements.value(scale, block);
      // The product is a float32; a narrower output rounds it once more, and that is the contract.
      Elements.setValue(outputs.get(0), i, product);
    }
  }

  /** Integers subtract exactly in 64 bits and become float32 once; floats have no zero point. */
  private static float difference(Tensor q, long i, @Nullable Tensor zeroPoint, long block) {
    if (!q.elementType().isInteger()) {
      return (float) Elements.value(q, i);
    }
    long zero = zeroPoint == null ? 0 : Elements.integer(zeroPoint, block);
    return (float) (Elements.integer(q, i) - zero);
  }
}
