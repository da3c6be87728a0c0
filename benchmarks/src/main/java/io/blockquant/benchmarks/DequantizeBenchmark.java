package io.blockquant.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Measures the kernels of Dequantize. */
public class DequantizeBenchmark extends KernelFigures {

  /** Formats and granularity. */
  @Param({
    "nvfp4",
    "nvfp4 axis -2",
    "nvfp4 float-scale",
    "mxfp8",
    "fp8-2d 128x128",
    "int8 block 32",
    "int4 block 32"
  })
  public String recipe = "nvfp4";

  @Override
  protected String kernel() {
    return "Dequantize";
  }

  @Override
  protected String recipe() {
    return recipe;
  }
}
