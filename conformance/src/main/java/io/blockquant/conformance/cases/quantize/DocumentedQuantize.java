package io.blockquant.conformance.cases.quantize;

import static io.blockquant.conformance.cases.ProfileNames.DOCUMENTED;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.documented.Int8Example;
import io.blockquant.conformance.check.ExactBits;
import java.util.List;

/** The codes of the Dequantize page's example. */
public final class DocumentedQuantize {

  private DocumentedQuantize() {}

  /** Return the cases. */
  public static List<ConformanceCase> cases() {
    return List.of(
        ConformanceCase.must(
            "quantize/int8/documented-codes",
            "Quantize.Q7",
            DOCUMENTED,
            Int8Example.graph(Int8Example.DATA),
            Int8Example.inputs(),
            List.of(new ExactBits(Int8Example.DATA, Int8Example.data())),
            "Saturation at both ends: 1.4 and 6.0 to 127, -3.6 to -128."));
  }
}
