package io.blockquant.conformance.check;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hold where an output differs from what was expected, as data: reports draw it. Immutable.
 *
 * @param type the element type of the output, by its ONNX name
 * @param wrong how many elements were not accepted
 * @param total how many elements there are
 * @param elements the first {@value #MOST} elements that were not accepted and, where the output
 *     has blocks, every element of the first block that has one; in the order of their indexes
 * @param steps how many of the wrong elements lie how many codes (or units in the last place) above
 *     (positive) or below what was expected, cut off at {@value #FARTHEST} either way; 0 counts a
 *     zero with the wrong sign
 * @param unordered how many of the wrong elements are NaN where a number was expected, or a number
 *     where NaN was
 */
public record Divergence(
    String type,
    long wrong,
    long total,
    List<Element> elements,
    SortedMap<Integer, Long> steps,
    long unordered) {

  /** How many wrong elements are listed at most. */
  public static final int MOST = 64;

  /** Steps are not told apart beyond this. */
  public static final int FARTHEST = 16;

  /**
   * Hold one element.
   *
   * @param index its place in the row-major tensor
   * @param accepted {@code false} if this element is wrong
   * @param expectedCode the bits of the code that was expected
   * @param actualCode the bits of the code that was found
   * @param expected what was expected, as a number
   * @param actual what was found, as a number
   * @param value the real number that was to be rounded; NaN if the case does not know it
   * @param block the number of its block, row-major; -1 if the output has none
   */
  public record Element(
      long index,
      boolean accepted,
      long expectedCode,
      long actualCode,
      double expected,
      double actual,
      double value,
      long block) {}

  public Divergence {
    elements = List.copyOf(elements);
    steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
  }
}
