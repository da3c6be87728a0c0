package io.blockquant.conformance.cases.dynamicquantize;

import static io.blockquant.conformance.cases.ProfileNames.DOCUMENTED;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.documented.Fp8BlocksExample;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.conformance.check.Check;
import io.blockquant.conformance.check.ExactBits;
import io.blockquant.conformance.check.PrintedDigits;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** The two examples of the DynamicQuantize page: codes, scales, printed digits. */
public final class DocumentedDynamicQuantize {

  /** What the rounding of two printed decimals leaves open; the page cuts 4.875 to 4.87. */
  private static final double TWO_DECIMALS = 0.0051;

  private DocumentedDynamicQuantize() {}

  /** Return the cases. */
  public static List<ConformanceCase> cases() {
    return List.of(
        nvfp4("scales", "R3", Nvfp4Example.SCALE, Nvfp4Example.scales(), "E4M3 scales by bytes."),
        nvfp4(
            "codes",
            "R6",
            Nvfp4Example.DATA,
            Nvfp4Example.data(),
            "Dividing by the unrounded scale gives 6 wrong values of 64; also packing and signs."),
        printed(
            "dynamicquantize/nvfp4/documented-printed",
            new PrintedDigits(Nvfp4Example.VALUES, Nvfp4Example.printed(), TWO_DECIMALS),
            Nvfp4Example.graph(Nvfp4Example.VALUES),
            Nvfp4Example.inputs()),
        fp8(
            "scales",
            "R5",
            Fp8BlocksExample.SCALE,
            Fp8BlocksExample.scales(),
            "amax / 448 by bits; (2, 3) scales, the last column of blocks partial."),
        fp8(
            "codes",
            "R7",
            Fp8BlocksExample.DATA,
            Fp8BlocksExample.data(),
            "E4M3 codes by bytes, partial blocks included."),
        printed(
            "dynamicquantize/fp8-2d/documented-printed",
            new PrintedDigits(Fp8BlocksExample.VALUES, Fp8BlocksExample.printed(), TWO_DECIMALS),
            Fp8BlocksExample.graph(Fp8BlocksExample.VALUES),
            Fp8BlocksExample.inputs()));
  }

  private static ConformanceCase nvfp4(
      String name, String rule, String output, Tensor expected, String why) {
    return ConformanceCase.must(
        "dynamicquantize/nvfp4/documented-" + name,
        "DynamicQuantize." + rule,
        DOCUMENTED,
        Nvfp4Example.graph(output),
        Nvfp4Example.inputs(),
        List.of(new ExactBits(output, expected)),
        why);
  }

  private static ConformanceCase fp8(
      String name, String rule, String output, Tensor expected, String why) {
    return ConformanceCase.must(
        "dynamicquantize/fp8-2d/documented-" + name,
        "DynamicQuantize." + rule,
        DOCUMENTED,
        Fp8BlocksExample.graph(output),
        Fp8BlocksExample.inputs(),
        List.of(new ExactBits(output, expected)),
        why);
  }

  private static ConformanceCase printed(
      String id, Check check, Graph graph, Map<String, Tensor> inputs) {
    return ConformanceCase.must(
        id,
        "DynamicQuantize.R7",
        DOCUMENTED,
        graph,
        inputs,
        List.of(check),
        "Every digit that the documentation prints.");
  }
}
