package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.cpu.kernel.StripFrame;

/**
 * One loop of a block-scaled matrix multiplication. Implementations are templates for the {@link
 * io.blockquant.cpu.linker.KernelLinker}: records that keep to the Vector API, to static methods of
 * this module and to the methods of their components.
 */
public interface MatMulPass {
  /** Do what the frame says. */
  void run(StripFrame frame);
}
