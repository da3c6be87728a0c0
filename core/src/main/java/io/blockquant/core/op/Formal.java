package io.blockquant.core.op;

import io.blockquant.core.dtype.ElementType;
import java.util.List;

/**
 * Declare an input or output of an operator.
 *
 * @param name the name that documents and messages use
 * @param types the element types it may have
 * @param presence whether it must be given
 * @param text what it is, in one sentence
 */
public record Formal(String name, List<ElementType> types, Presence presence, String text) {

  /** Whether an input or output must be given. */
  public enum Presence {
    REQUIRED,
    OPTIONAL
  }

  public Formal {
    types = List.copyOf(types);
  }

  /** Declare an input or output that must be there. */
  public static Formal required(String name, List<ElementType> types, String text) {
    return new Formal(name, types, Presence.REQUIRED, text);
  }

  /** Declare an input or output that may be absent. */
  public static Formal optional(String name, List<ElementType> types, String text) {
    return new Formal(name, types, Presence.OPTIONAL, text);
  }
}
