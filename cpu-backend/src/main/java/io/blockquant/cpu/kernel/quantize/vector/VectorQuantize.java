package io.blockquant.cpu.kernel.quantize.vector;

import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.quantize.QuantizeProblem;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The vector twin for FP4, E4M3 and integers of 4 and 8 bits, at every granularity. */
public final class VectorQuantize implements Kernel<QuantizeProblem> {

  private static final List<ElementType> INPUTS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  private static final List<ElementType> OUTPUTS =
      List.of(
          ElementType.FLOAT4E2M1,
          ElementType.FLOAT8E4M3FN,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT4,
          ElementType.UINT4);

  @Override
  public String name() {
    return "quantize/vector" + VectorWidth.BITS;
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
        for (ElementType output : OUTPUTS) {
          keys.add(KernelKey.of(input, scale, output));
        }
      }
    }
    return keys;
  }

  @Override
  public Optional<String> declines(QuantizeProblem problem) {
    if (problem.divisionType() != ElementType.FLOAT) {
      return Optional.of("divides in FLOAT, not in " + problem.divisionType());
    }
    boolean saturates = problem.conversion().equals(Conversion.QUANTIZE);
    return saturates || problem.outputType() != ElementType.FLOAT8E4M3FN
        ? Optional.empty()
        : Optional.of("saturates, which saturate = 0 forbids");
  }

  @Override
  public Task bind(QuantizeProblem problem) {
    return new VectorQuantizeTask(problem);
  }
}
