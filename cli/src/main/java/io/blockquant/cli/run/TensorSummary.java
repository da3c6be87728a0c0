package io.blockquant.cli.run;

import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Summarize the values of a tensor; NaN counts in {@code nan} alone.
 *
 * @param min the smallest value; null where there is none
 * @param max the largest
 * @param mean the mean, summed in double
 * @param nan how many elements are NaN
 */
record TensorSummary(
    @Nullable Double min, @Nullable Double max, @Nullable Double mean, @Nullable Long nan) {

  static TensorSummary of(Tensor tensor) {
    return switch (tensor.elementType().kind()) {
      case FLOATING, SIGNED_INTEGER, UNSIGNED_INTEGER, BOOLEAN -> ofNumbers(tensor);
      case COMPLEX, STRING -> new TensorSummary(null, null, null, null);
    };
  }

  private static TensorSummary ofNumbers(Tensor tensor) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long nan = 0;
    long count = tensor.elementCount();
    for (long i = 0; i < count; i++) {
      double value = Elements.value(tensor, i);
      if (Double.isNaN(value)) {
        nan++;
      } else {
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
      }
    }
    return nan == count
        ? new TensorSummary(null, null, null, nan)
        : new TensorSummary(min, max, sum / (count - nan), nan);
  }
}
