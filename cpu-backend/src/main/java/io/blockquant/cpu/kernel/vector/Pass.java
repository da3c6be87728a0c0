package io.blockquant.cpu.kernel.vector;

import io.blockquant.cpu.kernel.Frame;

/**
 * One loop over a tile. Implementations are templates for the {@link
 * io.blockquant.cpu.linker.KernelLinker}: records that keep to the Vector API, to static methods of
 * this module and to the methods of their components.
 */
public interface Pass {
  /**
   * Work on a tile.
   *
   * @return a verdict that the pass defines; {@link #DONE} where it has none to give
   */
  int run(Frame frame);

  /** Nothing to tell. */
  int DONE = 0;
}
