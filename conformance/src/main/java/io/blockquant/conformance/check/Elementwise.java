package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Walk two tensors and find where an element is not accepted.
 *
 * @param output the name of the output
 * @param expected what it should be
 * @param actual what it is, of the same type and shape
 * @param context what is known of each element
 */
record Elementwise(String output, Tensor expected, Tensor actual, Context context) {

  /** What is known of an element beyond its codes. */
  interface Context {
    /** Knows nothing. */
    Context NONE =
        new Context() {
          @Override
          public double value(long index) {
            return Double.NaN;
          }

          @Override
          public long block(long index) {
            return -1;
          }
        };

    /** Return the real number that was to be rounded; NaN if it is not known. */
    double value(long index);

    /** Return the number of the block of an element; -1 if there are no blocks. */
    long block(long index);
  }

  /** Return what is wrong with an output that was not given or has another type or shape. */
  static Optional<Finding> misshapen(String output, Tensor expected, Evidence evidence) {
    Tensor actual = evidence.outputs().get(output);
    if (actual == null) {
      return Optional.of(Finding.about(output, "output '" + output + "' was not given"));
    }
    TensorType type = expected.type();
    return type.equals(actual.type())
        ? Optional.empty()
        : Optional.of(
            Finding.about(output, output + ": expected " + expected + ", found " + actual));
  }

  /** Return what is wrong; empty if every element is accepted. */
  Optional<Finding> find(LongPredicate accepts) {
    long wrong = 0;
    long first = -1;
    long unordered = 0;
    List<Divergence.Element> listed = new ArrayList<>();
    TreeMap<Integer, Long> steps = new TreeMap<>();
    for (long i = 0; i < expected.elementCount(); i++) {
      boolean accepted = accepts.test(i);
      if (!accepted) {
        first = wrong == 0 ? i : first;
        if (Bits.isNan(expected, i) || Bits.isNan(actual, i)) {
          unordered++;
        } else {
          steps.merge(steps(i), 1L, Long::sum);
        }
        wrong++;
      }
      if (!accepted && listed.size() < Divergence.MOST) {
        listed.add(element(i, false));
      }
    }
    if (wrong == 0) {
      return Optional.empty();
    }
    addBlock(first, accepts, listed);
    Divergence divergence =
        new Divergence(
            expected.elementType().name(),
            wrong,
            expected.elementCount(),
            listed,
            steps,
            unordered);
    return Optional.of(Finding.diverging(output, text(wrong, first), divergence));
  }

  private int steps(long index) {
    long steps =
        Bits.steps(expected.elementType(), Bits.of(expected, index), Bits.of(actual, index));
    return (int) Math.clamp(steps, -Divergence.FARTHEST, Divergence.FARTHEST);
  }

  private String text(long wrong, long first) {
    return output
        + ": "
        + wrong
        + " of "
        + expected.elementCount()
        + " elements differ, first at "
        + first
        + ": expected "
        + Bits.words(expected, first)
        + ", found "
        + Bits.words(actual, first);
  }

  /** Add the rest of the first offending block, so that a report can draw the whole of it. */
  private void addBlock(long first, LongPredicate accepts, List<Divergence.Element> listed) {
    long block = context.block(first);
    if (block < 0) {
      return;
    }
    for (long i = 0; i < expected.elementCount(); i++) {
      long index = i;
      if (context.block(i) == block && listed.stream().noneMatch(e -> e.index() == index)) {
        listed.add(element(i, accepts.test(i)));
      }
    }
    listed.sort((a, b) -> Long.compare(a.index(), b.index()));
  }

  private Divergence.Element element(long index, boolean accepted) {
    return new Divergence.Element(
        index,
        accepted,
        Bits.of(expected, index),
        Bits.of(actual, index),
        Elements.value(expected, index),
        Elements.value(actual, index),
        context.value(index),
        context.block(index));
  }
}
