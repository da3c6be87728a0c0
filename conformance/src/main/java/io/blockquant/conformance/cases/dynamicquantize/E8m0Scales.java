package io.blockquant.conformance.cases.dynamicquantize;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.ProfileNames;
import io.blockquant.conformance.check.ExactBits;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scale of an MXFP8 block by the largest magnitude in it, rounded up and by the floor. */
public final class E8m0Scales {
  private static final int BLOCK = 32;

  /**
   * One line of the table.
   *
   * @param amax the largest magnitude, as the id of the case writes it
   * @param up the scale's byte when it is rounded up
   * @param floor the byte of the OCP sample algorithm
   */
  private record Line(String amax, int up, int floor) {}

  private static final List<Line> TABLE =
      List.of(
          new Line("448", 127, 127),
          new Line("449", 128, 127),
          new Line("256", 127, 127),
          new Line("255", 127, 126),
          new Line("1", 119, 119),
          new Line("1.75", 119, 119),
          new Line("1.7500001", 120, 119),
          new Line("10", 122, 122),
          new Line("3.4e38", 247, 246),
          new Line("1e-38", 0, 0));

  private E8m0Scales() {}

  /** Return the cases: each line of the table both ways. */
  public static List<ConformanceCase> cases() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (Line line : TABLE) {
      cases.add(make(line.amax(), "up", line.up()));
      cases.add(make(line.amax(), "floor", line.floor()));
    }
    return cases;
  }

  private static ConformanceCase make(String amax, String rounding, int scale) {
    GraphBuilder network = Graph.builder("mxfp8-scale");
    var in1 = network.input("input", FLOAT, Shape.of(1, BLOCK));
    var dynq =
        network.add(
            dynamicQuantize(in1, axis(1), blockSize(BLOCK), FLOAT8E4M3FN, FLOAT8E8M0)
                .with("scale_rounding", rounding));
    String output = dynq.get(1).name();
    Tensor expected = TensorArrays.ofCodes(FLOAT8E8M0, Shape.of(1, 1), scale);
    return ConformanceCase.must(
        "dynamicquantize/mxfp8/scale-" + rounding + "-" + amax,
        "DynamicQuantize.R4",
        ProfileNames.MXFP8_QUANTIZE,
        network.output(dynq.get(1)).build(),
        Map.of("input", block(Float.parseFloat(amax))),
        List.of(new ExactBits(output, expected)),
        "A power of two at, just above and just below where the two roundings part.");
  }

  /** The largest magnitude is negative and stands late in the block: neither may matter. */
  private static Tensor block(float amax) {
    float[] x = new float[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      x[i] = i == BLOCK - 5 ? -amax : amax * (i / (4f * BLOCK));
    }
    return Tensor.ofFloats(Shape.of(1, BLOCK), x);
  }
}
