package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/**
 * How the scales of a row lie in an array, and thus how lanes get theirs.
 *
 * <p>The lanes are those of {@link Source#first} and {@link Source#second}, or the even and the odd
 * elements where a {@link Sink} wants pairs.
 */
public interface ScaleLayout {
  /**
   * Return the scales of the first lanes of the element {@code i}, counted from the row's start.
   */
  FloatVector first(float[] scales, int i);

  /** Return the scales of the second lanes likewise. */
  FloatVector second(float[] scales, int i);
}
