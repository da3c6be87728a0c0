package io.blockquant.core.plan;

import io.blockquant.core.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Describe a value that crosses regions: what the caller gives or gets, or one region writes and
 * another reads.
 *
 * @param name its name
 * @param type what is known of its type
 * @param slot the buffer that holds it, or {@link #NO_SLOT} for memory that is not planned: the
 *     caller's
 */
public record PlannedValue(String name, @Nullable TensorType type, int slot) {

  /** The slot of a value that no planned buffer holds. */
  public static final int NO_SLOT = -1;
}
