package io.blockquant.cpu.kernel.quantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.ops.scaling.QuantizedTypes;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The scalar twin: every type, granularity and shape that the constraints allow. */
public final class ScalarQuantize implements Kernel<QuantizeProblem> {

  @Override
  public String name() {
    return "quantize/scalar";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType input : Quantize.INPUTS) {
      for (ElementType scale : ScalingConstraints.SCALES) {
        for (ElementType output : QuantizedTypes.WRITTEN) {
          keys.add(KernelKey.of(input, scale, output));
        }
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(QuantizeProblem problem) {
    return Optional.empty();
  }

  @Override
  public Task bind(QuantizeProblem problem) {
    return new ScalarQuantizeTask(problem);
  }
}
