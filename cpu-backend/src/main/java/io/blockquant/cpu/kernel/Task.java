package io.blockquant.cpu.kernel;

import io.blockquant.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Hold a kernel bound to one problem: types and shapes are fixed, the memory changes from run to
 * run. It belongs to one invocation, and allocates nothing once it is made.
 */
public interface Task extends Work {

  /**
   * Take the memory of the next run, all of it on the host.
   *
   * @param inputs the inputs; null where an optional one is not given
   * @param outputs the outputs
   */
  void attach(@Nullable Tensor[] inputs, Tensor[] outputs);

  /** Let go of the memory. */
  void detach();
}
