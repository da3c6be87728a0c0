package io.blockquant.cli.compare;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;

/** Compare a computed tensor with an expected one, element by element. */
public final class TensorComparator {

  private TensorComparator() {}

  /**
   * Compare two tensors in host memory.
   *
   * <p>Types and shapes must be equal, but that an expected UINT8 tensor matches an E8M0 output by
   * its bytes: ONNX files wrote E8M0 that way before it had a name. Low-precision and integer
   * elements compare by bits, NaN by class; wider floats within {@code tolerance}, where NaN
   * matches NaN and an infinity matches itself.
   */
  public static Comparison compare(Tensor expected, Tensor actual, Tolerance tolerance) {
    ElementType type = actual.elementType();
    boolean bytesOfE8m0 =
        type == ElementType.FLOAT8E8M0 && expected.elementType() == ElementType.UINT8;
    if (type != expected.elementType() && !bytesOfE8m0
        || !expected.shape().equals(actual.shape())) {
      return Comparison.incomparable("expected " + expected + ", found " + actual);
    }
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> floats(expected, actual, tolerance);
      case FLOAT4E2M1,
          FLOAT6E2M3,
          FLOAT6E3M2,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT8E8M0 ->
          codes(bytesOfE8m0 ? expected.bitcast(type) : expected, actual);
      case BOOL,
          INT2,
          INT4,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT2,
          UINT4,
          UINT8,
          UINT16,
          UINT32,
          UINT64 ->
          integers(expected, actual);
      case COMPLEX64, COMPLEX128, STRING -> bytes(expected, actual);
    };
  }

  private static Comparison floats(Tensor expected, Tensor actual, Tolerance tolerance) {
    Differences differences = new Differences(expected.elementCount());
    for (long i = 0; i < expected.elementCount(); i++) {
      double e = Elements.value(expected, i);
      double a = Elements.value(actual, i);
      // Double.compare tells -0 from 0 and takes every NaN for the same.
      boolean same = Double.compare(e, a) == 0;
      boolean close = same || !tolerance.exact() && within(e, a, tolerance);
      differences.add(i, same || e == a ? 0 : Math.abs(a - e), close, e, a);
    }
    if (!differences.found() && differences.mean() > tolerance.meanAtol()) {
      return differences.failed(
          "mean |difference| "
              + (float) differences.mean()
              + " exceeds mean_atol "
              + tolerance.meanAtol());
    }
    return differences.result(
        tolerance.exact()
            ? "compared by bits"
            : "rtol " + tolerance.rtol() + ", atol " + tolerance.atol());
  }

  /** An infinity is within no tolerance of anything but itself. */
  private static boolean within(double expected, double actual, Tolerance tolerance) {
    return expected == actual
        || Double.isFinite(expected)
            && Math.abs(actual - expected)
                <= tolerance.atol() + tolerance.rtol() * Math.abs(expected);
  }

  private static Comparison codes(Tensor expected, Tensor actual) {
    var codec = Codecs.of(actual.elementType());
    Differences differences = new Differences(expected.elementCount());
    for (long i = 0; i < expected.elementCount(); i++) {
      int e = Elements.code(expected, i);
      int a = Elements.code(actual, i);
      boolean same = e == a || codec.isNan(e) && codec.isNan(a);
      double distance = same ? 0 : Math.abs((double) codec.decode(a) - codec.decode(e));
      differences.add(i, distance, same, hex(e, codec.decode(e)), hex(a, codec.decode(a)));
    }
    return differences.result("compared by bits");
  }

  private static Comparison integers(Tensor expected, Tensor actual) {
    Differences differences = new Differences(expected.elementCount());
    for (long i = 0; i < expected.elementCount(); i++) {
      long e = Elements.integer(expected, i);
      long a = Elements.integer(actual, i);
      differences.add(i, Math.abs((double) a - e), e == a, e, a);
    }
    return differences.result("compared by bits");
  }

  private static Comparison bytes(Tensor expected, Tensor actual) {
    long at = expected.segment().mismatch(actual.segment());
    return at < 0
        ? new Comparison(null, 0, 0)
        : Comparison.incomparable("bytes differ from byte " + at + " on");
  }

  private static String hex(int code, float value) {
    return "0x" + Integer.toHexString(code) + " (" + value + ")";
  }

  /** Collects the differences of one pair of tensors. */
  private static final class Differences {
    private final long count;
    private long wrong;
    private long finite;
    private double max;
    private double sum;
    private String first = "";

    Differences(long count) {
      this.count = count;
    }

    void add(long index, double distance, boolean accepted, Object expected, Object actual) {
      if (Double.isFinite(distance)) {
        max = Math.max(max, distance);
        sum += distance;
        finite++;
      }
      if (!accepted) {
        if (wrong == 0) {
          first = "first at element " + index + ": expected " + expected + ", found " + actual;
        }
        wrong++;
      }
    }

    boolean found() {
      return wrong > 0;
    }

    double mean() {
      return finite == 0 ? 0 : sum / finite;
    }

    Comparison failed(String reason) {
      return new Comparison(reason, max, mean());
    }

    Comparison result(String how) {
      return wrong == 0
          ? new Comparison(null, max, mean())
          : failed(wrong + " of " + count + " elements differ (" + how + "), " + first);
    }
  }
}
