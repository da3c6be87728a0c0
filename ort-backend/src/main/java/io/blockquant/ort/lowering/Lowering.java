package io.blockquant.ort.lowering;

import java.util.Optional;

/** Say one node in others. Stateless. */
@FunctionalInterface
interface Lowering {

  /**
   * Return what stands for the node; empty where there is nothing to change, or not enough known.
   */
  Optional<Lowered> lower(Call call);
}
