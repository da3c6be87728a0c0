package io.blockquant.core.op;

import io.blockquant.core.tensor.TensorType;
import java.util.List;

/**
 * Infer the types of the outputs of a call that breaks no constraint.
 *
 * @param <A> the operator's attributes
 */
@FunctionalInterface
public interface TypeInference<A> {

  /**
   * Return one type per output, as much as follows from what is known. With every input's type
   * fully known, the types of the outputs are too.
   */
  List<TensorType> infer(OpCall<A> call);
}
