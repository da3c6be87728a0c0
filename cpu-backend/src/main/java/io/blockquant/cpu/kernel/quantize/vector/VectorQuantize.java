package io.blockquant.cpu.kernel.quantize.vector;

import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.cpu.kernel.Kernel;
import io.blockquant.cpu.kernel.KernelKey;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.quantize.QuantizeProblem;
import io.blockquant.cpu.kernel.vector.E2m1Sink;
import io.blockquant.cpu.kernel.vector.E4m3Sink;
import io.blockquant.cpu.kernel.vector.IntegerSink;
import io.blockquant.cpu.kernel.vector.NibbleSink;
import io.blockquant.cpu.kernel.vector.Passes;
import io.blockquant.cpu.kernel.vector.ScalingTask;
import io.blockquant.cpu.kernel.vector.Sink;
import io.blockquant.cpu.kernel.vector.Source;
import io.blockquant.cpu.kernel.vector.Sources;
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
    if (!saturates && problem.outputType() == ElementType.FLOAT8E4M3FN) {
      return Optional.of("saturates, which saturate = 0 forbids");
    }
    return Optional.ofNullable(
        ScalingTask.obstacle(problem.tiling(), problem.outputType().isSubByte()));
  }

  @Override
  public Task bind(QuantizeProblem problem) {
    Source source = Sources.any(problem.inputType());
    Sink sink = sink(problem.outputType());
    boolean isEvenOdd = source.isEvenOdd() || sink.wantsPairs();
    boolean hasZeros = problem.hasZeroPoint() && problem.outputType().isInteger();
    return new ScalingTask(
        problem.tiling(),
        source.bytes() * Byte.SIZE,
        sink.bits(),
        problem.scaleType(),
        isEvenOdd,
        hasZeros ? problem.outputType() : null,
        layout -> Passes.encodeAny(source, layout, sink, hasZeros));
  }

  private static Sink sink(ElementType type) {
    return switch (type) {
      case FLOAT4E2M1 -> new E2m1Sink();
      case FLOAT8E4M3FN -> new E4m3Sink();
      case INT8, UINT8 -> new IntegerSink((int) type.minInteger(), (int) type.maxInteger());
      case INT4, UINT4 -> new NibbleSink((int) type.minInteger(), (int) type.maxInteger());
      default -> throw new IllegalArgumentException("no sink of " + type);
    };
  }
}
