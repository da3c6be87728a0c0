package io.blockquant.core.graph;

import io.blockquant.core.tensor.TensorType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Name a value of a graph and say what is known of its type.
 *
 * @param name unique in its graph
 * @param type the declared type, or null where it is to be inferred
 */
public record Value(String name, @Nullable TensorType type) {

  public Value {
    Objects.requireNonNull(name, "name");
  }

  /** Name a value whose type is to be inferred. */
  public static Value of(String name) {
    return new Value(name, null);
  }

  @Override
  public String toString() {
    return type == null ? "%" + name : "%" + name + ": " + type;
  }
}
