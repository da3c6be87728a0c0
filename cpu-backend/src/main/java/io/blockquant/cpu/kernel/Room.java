package io.blockquant.cpu.kernel;

import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tie an operator's definition to its kernels: how a call becomes a problem. Stateless.
 *
 * @param <A> the operator's attributes
 * @param <P> the operator's problem
 */
public interface Room<A, P> {

  /** Return the operator. */
  OpDefinition<A> definition();

  /** Return the element types that a call's kernel is chosen by. */
  KernelKey key(OpCall<A> call, List<TensorType> outputs);

  /**
   * Resolve a call that breaks no constraint and whose types are fully known.
   *
   * @param outputs the inferred types of the outputs
   */
  P problem(OpCall<A> call, List<TensorType> outputs);

  /**
   * Check what only the values of a run's inputs can tell; most operators have nothing to check.
   *
   * @param inputs the inputs; null where an optional one is not given
   * @throws io.blockquant.core.diag.BlockquantException if they break a constraint
   */
  default void checkValues(OpCall<A> call, @Nullable Tensor[] inputs) {}
}
