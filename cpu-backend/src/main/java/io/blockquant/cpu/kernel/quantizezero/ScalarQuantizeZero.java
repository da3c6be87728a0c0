package io.blockquant.cpu.kernel.quantizezero;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.ops.scaling.QuantizedTypes;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.quantize.QuantizeProblem;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Quantize to FLOAT4E2M1 and FLOAT6 with a zero point.
 *
 * <p>Its zeros are added (Q7), which changes the sign of zeros alone. The kernels without a zero
 * point need not know of it.
 */
public final class ScalarQuantizeZero implements Kernel<QuantizeProblem> {

  @Override
  public String name() {
    return "quantize/scalar-zero-point";
  }

  /** Before all others, which would ignore the zero point. */
  @Override
  public int rank() {
    return 1;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType input : Quantize.INPUTS) {
      for (ElementType scale : ScalingConstraints.SCALES) {
        for (ElementType output : QuantizedTypes.WRITTEN) {
          if (output.isFloating() && output.isSubByte()) {
            keys.add(KernelKey.of(input, scale, output));
          }
        }
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(QuantizeProblem problem) {
    return problem.hasZeroPoint() ? Optional.empty() : Optional.of("there is no zero point");
  }

  @Override
  public Task bind(QuantizeProblem problem) {
    return new ScalarQuantizeZeroTask(problem);
  }
}
