package io.blockquant.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorComparatorTest {
  private static final Tolerance EXACT = new Tolerance(true, 0, 0, Double.POSITIVE_INFINITY);
  @TempDir Path folder;

  @Test
  void floatsAreBoundedByTheExpectedValue() {
    Tolerance tolerance = Tolerance.within(0.1, 0.5);
    assertTrue(compare(floats(10), floats(11.5f), tolerance).matches());
    assertFalse(compare(floats(10), floats(11.51f), tolerance).matches());
    assertTrue(compare(floats(-10), floats(-8.5f), tolerance).matches());
  }

  @Test
  void specialValuesMatchThemselvesOnly() {
    float inf = Float.POSITIVE_INFINITY;
    Tolerance any = Tolerance.within(1e9, 1e30);
    assertTrue(compare(floats(Float.NaN), floats(Float.NaN), Tolerance.DEFAULT).matches());
    assertFalse(compare(floats(Float.NaN), floats(0), any).matches());
    assertFalse(compare(floats(0), floats(Float.NaN), any).matches());
    assertTrue(compare(floats(inf), floats(inf), Tolerance.DEFAULT).matches());
    assertFalse(compare(floats(inf), floats(-inf), any).matches());
    assertFalse(compare(floats(inf), floats(1), any).matches());
    assertFalse(compare(floats(1), floats(inf), any).matches());
  }

  @Test
  void exactTellsTheSignOfZero() {
    assertTrue(compare(floats(0f), floats(-0f), Tolerance.DEFAULT).matches());
    assertFalse(compare(floats(0f), floats(-0f), EXACT).matches());
    assertTrue(compare(floats(Float.NaN), floats(Float.NaN), EXACT).matches());
    assertFalse(compare(floats(1f), floats(Math.nextUp(1f)), EXACT).matches());
  }

  @Test
  void theMeanIsABoundOfItsOwn() {
    Tolerance tolerance = new Tolerance(false, 0, 1, 0.25);
    Comparison one = compare(floats(0, 0, 0, 0), floats(1, 0, 0, 0), tolerance);
    assertTrue(one.matches());
    assertEquals(1, one.maxAbsDiff());
    assertEquals(0.25, one.meanAbsDiff());
    Comparison two = compare(floats(0, 0, 0, 0), floats(1, 1, 0, 0), tolerance);
    assertTrue(two.verdict().contains("mean_atol 0.25"), two.verdict());
  }

  @Test
  void lowPrecisionComparesByBitsAndNanByClass() {
    Tolerance any = Tolerance.within(10, 10);
    ElementType e4m3 = ElementType.FLOAT8E4M3FN;
    assertFalse(compare(codes(e4m3, 0x38), codes(e4m3, 0x39), any).matches());
    assertFalse(compare(codes(e4m3, 0x00), codes(e4m3, 0x80), any).matches());
    assertTrue(compare(codes(e4m3, 0x7F), codes(e4m3, 0xFF), any).matches());
    assertFalse(compare(codes(ElementType.UINT4, 3), codes(ElementType.UINT4, 4), any).matches());
  }

  @Test
  void expectedBytesMatchAnE8m0OutputOnly() {
    Tensor bytes = codes(ElementType.UINT8, 127);
    assertTrue(compare(bytes, codes(ElementType.FLOAT8E8M0, 127), EXACT).matches());
    assertFalse(compare(bytes, codes(ElementType.FLOAT8E8M0, 126), EXACT).matches());
    assertFalse(compare(bytes, codes(ElementType.FLOAT8E4M3FN, 127), EXACT).matches());
    assertFalse(compare(codes(ElementType.FLOAT8E8M0, 127), bytes, EXACT).matches());
  }

  @Test
  void anotherTypeOrShapeIsAMismatchThatNamesBoth() {
    Comparison shapes = compare(floats(1, 2), Tensor.ofFloats(Shape.of(2, 1), 1, 2), EXACT);
    assertEquals("expected FLOAT [2], found FLOAT [2, 1]", shapes.verdict());
    assertFalse(
        compare(floats(1), TensorArrays.ofDoubles(Shape.of(1), 1), Tolerance.DEFAULT).matches());
  }

  @Test
  void theFirstDifferenceIsNamed() {
    String verdict = compare(floats(1, 2, 3), floats(1, 5, 7), EXACT).verdict();
    assertTrue(verdict.startsWith("2 of 3 elements differ"), verdict);
    assertTrue(verdict.contains("element 1: expected 2.0, found 5.0"), verdict);
  }

  @Test
  void metaJsonReplacesBothParts() throws IOException {
    assertEquals(Tolerance.DEFAULT, Tolerance.beside(folder));
    Files.writeString(folder.resolve("meta.json"), "{\"atol\": 0.5, \"mean_atol\": 0.1}");
    assertEquals(new Tolerance(false, 0, 0.5, 0.1), Tolerance.beside(folder));
    for (String wrong : new String[] {"{\"atol\": -1}", "{\"rtol\": \"x\"}", "[1]", "{", ""}) {
      Files.writeString(folder.resolve("meta.json"), wrong);
      var error = assertThrows(BlockquantException.class, () -> Tolerance.beside(folder), wrong);
      assertEquals("Cli.MetaJson", error.diagnostics().getFirst().code());
    }
  }

  private static Comparison compare(Tensor expected, Tensor actual, Tolerance tolerance) {
    return TensorComparator.compare(expected, actual, tolerance);
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  private static Tensor codes(ElementType type, int... codes) {
    return TensorArrays.ofCodes(type, Shape.of(codes.length), codes);
  }
}
