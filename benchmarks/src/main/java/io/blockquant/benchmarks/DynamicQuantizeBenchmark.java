package io.blockquant.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Measures the kernels of DynamicQuantize. */
public class DynamicQuantizeBenchmark extends KernelFigures {

  /** Formats and granularity. */
  @Param({
    "nvfp4",
    "nvfp4 axis -2",
    "mxfp8",
    "mxfp8 axis -2",
    "fp8-2d 128x128",
    "fp8-2d 1x128",
    "mxfp4",
    "fp4-float",
    "fp8-e4m3",
    "int8-float"
  })
  public String recipe = "nvfp4";

  @Override
  protected String kernel() {
    return "DynamicQuantize";
  }

  @Override
  protected String recipe() {
    return recipe;
  }
}
