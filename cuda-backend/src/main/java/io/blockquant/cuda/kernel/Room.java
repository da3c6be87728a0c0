package io.blockquant.cuda.kernel;

import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tie an operator's definition to its kernels. Stateless.
 *
 * @param <A> the operator's attributes
 */
public interface Room<A> {

  /** Return the operator. */
  OpDefinition<A> definition();

  /** Return the fields that the inputs' addresses belong in; null where no kernel reads one. */
  List<Problem.@Nullable Field> inputs();

  /** Return the fields that the outputs' addresses belong in. */
  List<Problem.Field> outputs();

  /** Return the blocks of a call whose types and shapes are all known. */
  BlockGrid grid(OpCall<A> call);

  /**
   * Plan a call that breaks no constraint and whose types and shapes are all known.
   *
   * @param outputs the inferred types of the outputs
   */
  Plan plan(OpCall<A> call, List<TensorType> outputs);

  /**
   * Check what only the values of a run's inputs can tell; most operators have nothing to check.
   *
   * @param inputs gives an input in host memory, or null where it is not given
   * @throws io.blockquant.core.diag.BlockquantException if they break a constraint
   */
  default void checkValues(OpCall<A> call, IntFunction<@Nullable Tensor> inputs) {}
}
