package io.blockquant.cpu.kernel.dequantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.scaling.QuantizedTypes;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The scalar twin: every type, granularity and shape that the constraints allow. */
public final class ScalarDequantize implements Kernel<DequantizeProblem> {

  @Override
  public String name() {
    return "dequantize/scalar";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType input : QuantizedTypes.READ) {
      for (ElementType scale : ScalingConstraints.SCALES) {
        for (ElementType output : Dequantize.OUTPUTS) {
          keys.add(KernelKey.of(input, scale, output));
        }
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(DequantizeProblem problem) {
    return Optional.empty();
  }

  @Override
  public Task bind(DequantizeProblem problem) {
    return new ScalarDequantizeTask(problem);
  }
}
