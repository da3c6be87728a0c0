package io.blockquant.cpu.kernel.dequantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.dequantize.DequantizeProblem;
import io.blockquant.cpu.kernel.vector.Bfloat16Target;
import io.blockquant.cpu.kernel.vector.ByteCodes;
import io.blockquant.cpu.kernel.vector.CodeSource;
import io.blockquant.cpu.kernel.vector.E2m1Codes;
import io.blockquant.cpu.kernel.vector.E4m3Codes;
import io.blockquant.cpu.kernel.vector.Float16Target;
import io.blockquant.cpu.kernel.vector.Float32Target;
import io.blockquant.cpu.kernel.vector.NibbleCodes;
import io.blockquant.cpu.kernel.vector.Passes;
import io.blockquant.cpu.kernel.vector.ScalingTask;
import io.blockquant.cpu.kernel.vector.Target;
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
    return Optional.ofNullable(
        ScalingTask.obstacle(problem.tiling(), problem.inputType().isSubByte()));
  }

  @Override
  public Task bind(DequantizeProblem problem) {
    Target target = target(problem.outputType());
    // Two results of 16 bits make a lane: even ones apart from odd ones need no rearranging.
    CodeSource codes = codes(problem.inputType(), target.bytes() == Short.BYTES);
    boolean hasZeros = problem.hasZeroPoint() && problem.inputType().isInteger();
    return new ScalingTask(
        problem.tiling(),
        codes.bits(),
        target.bytes() * Byte.SIZE,
        problem.scaleType(),
        codes.isEvenOdd(),
        hasZeros ? problem.inputType() : null,
        layout -> Passes.decode(codes, layout, target, hasZeros));
  }

  private static CodeSource codes(ElementType type, boolean isEvenOdd) {
    return switch (type) {
      case FLOAT4E2M1 -> new E2m1Codes();
      case FLOAT8E4M3FN -> new E4m3Codes(isEvenOdd);
      case INT8, UINT8 -> new ByteCodes(type == ElementType.INT8, isEvenOdd);
      case INT4, UINT4 -> new NibbleCodes(type == ElementType.INT4);
      default -> throw new IllegalArgumentException("no source of codes of " + type);
    };
  }

  private static Target target(ElementType type) {
    return switch (type) {
      case FLOAT -> new Float32Target();
      case BFLOAT16 -> new Bfloat16Target();
      case FLOAT16 -> new Float16Target();
      default -> throw new IllegalArgumentException("no target of " + type);
    };
  }
}
