package io.blockquant.conformance.cases.dequantize;

import static io.blockquant.conformance.cases.ProfileNames.DOCUMENTED;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.documented.Fp8BlocksExample;
import io.blockquant.conformance.cases.documented.Int8Example;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.conformance.check.ExactBits;
import io.blockquant.conformance.check.PrintedDigits;
import java.util.List;

/**
 * The documented examples after they are dequantized: by bits, and the Dequantize page's digits.
 */
public final class DocumentedDequantize {

  /** The page prints -128/127 = -1.0079 as -1.0. */
  private static final double ONE_DECIMAL = 0.01;

  private DocumentedDequantize() {}

  /** Return the cases. */
  public static List<ConformanceCase> cases() {
    return List.of(
        ConformanceCase.must(
            "dequantize/nvfp4/documented-scale-values",
            "Dequantize.Q6",
            DOCUMENTED,
            Nvfp4Example.graph(Nvfp4Example.SCALE_VALUES),
            Nvfp4Example.inputs(),
            List.of(new ExactBits(Nvfp4Example.SCALE_VALUES, Nvfp4Example.scaleValues())),
            "The first of two chained Dequantize: E4M3 scales times g."),
        ConformanceCase.must(
            "dequantize/nvfp4/documented-values",
            "Dequantize.Q6",
            DOCUMENTED,
            Nvfp4Example.graph(Nvfp4Example.VALUES),
            Nvfp4Example.inputs(),
            List.of(new ExactBits(Nvfp4Example.VALUES, Nvfp4Example.values())),
            "Every value is an exact binary fraction, so nothing but the bits will do."),
        ConformanceCase.must(
            "dequantize/fp8-2d/documented-values",
            "Dequantize.Q8",
            DOCUMENTED,
            Fp8BlocksExample.graph(Fp8BlocksExample.VALUES),
            Fp8BlocksExample.inputs(),
            List.of(new ExactBits(Fp8BlocksExample.VALUES, Fp8BlocksExample.values())),
            "One rounding of an inexact product, in blocks that do not divide the extent."),
        ConformanceCase.must(
            "dequantize/int8/documented-values",
            "Dequantize.Q8",
            DOCUMENTED,
            Int8Example.graph(Int8Example.VALUES),
            Int8Example.inputs(),
            List.of(new ExactBits(Int8Example.VALUES, Int8Example.values())),
            "Code times 1/127 in float32; dividing by 127 gives other bits."),
        ConformanceCase.must(
            "dequantize/int8/documented-printed",
            "Dequantize.Q8",
            DOCUMENTED,
            Int8Example.graph(Int8Example.VALUES),
            Int8Example.inputs(),
            List.of(new PrintedDigits(Int8Example.VALUES, Int8Example.printed(), ONE_DECIMAL)),
            "Every digit that the documentation prints."));
  }
}
