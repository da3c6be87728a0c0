package io.blockquant.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Measures the kernels of Quantize. */
public class QuantizeBenchmark extends KernelFigures {

  /** Formats and granularity. */
  @Param({
    "int8 per-tensor",
    "int8 per-axis",
    "int8 block 32",
    "fp8 per-tensor",
    "fp8 per-axis",
    "fp8 block 32",
    "int4 block 32"
  })
  public String recipe = "int8 per-tensor";

  @Override
  protected String kernel() {
    return "Quantize";
  }

  @Override
  protected String recipe() {
    return recipe;
  }
}
