package io.blockquant.core.op;

import io.blockquant.core.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compute an operator the way its rules say, written for reading: the oracle of every kernel.
 *
 * @param <A> the operator's attributes
 */
@FunctionalInterface
public interface Reference<A> {

  /**
   * Compute the outputs.
   *
   * @param call the call, all types known, no constraint broken
   * @param inputs the inputs in host memory; null where an optional one is not given
   * @param outputs where to write, one per output, of the inferred types
   */
  void evaluate(OpCall<A> call, List<@Nullable Tensor> inputs, List<Tensor> outputs);
}
