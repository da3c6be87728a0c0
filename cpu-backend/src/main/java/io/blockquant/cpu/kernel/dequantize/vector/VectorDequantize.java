package io.blockquant.cpu.kernel.dequantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.dequantize.DequantizeProblem;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The vector twin for FP4, E4M3 and integers of 4 and 8 bits, at every granularity. */
public final class VectorDequantize implements Kernel<DequantizeProblem> {

  private static final List<ElementType> INPUTS =
      List.of(
          ElementType.FLOAT4E2M1,
          ElementType.FLOAT8E4M3FN,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT4,
          ElementType.UINT4);

  @Override
  public String name() {
    return "dequantize/vector" + VectorWidth.BITS;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Set<KernelKey> keys() {
    Set<KernelKey> keys = new HashSet<>();
    for (ElementType input : INPUTS) {
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
    return new VectorDequantizeTask(problem);
  }
}
