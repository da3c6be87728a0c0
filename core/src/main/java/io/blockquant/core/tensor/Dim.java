package io.blockquant.core.tensor;

import java.util.OptionalLong;

/** Say what is known of one extent before a graph runs. */
public sealed interface Dim {

  /** An extent that nothing is known of: it is bound when the graph runs. */
  Dim UNKNOWN = new Unknown();

  /** A known extent. */
  record Fixed(long extent) implements Dim {
    public Fixed {
      if (extent < 0) {
        throw new IllegalArgumentException("a dimension must be >= 0, found " + extent);
      }
    }

    @Override
    public String toString() {
      return Long.toString(extent);
    }
  }

  /** An extent that the model leaves open by name: equal names are equal extents. */
  record Symbol(String name) implements Dim {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An extent that nobody could infer; it may still be constant. */
  record Unknown() implements Dim {
    @Override
    public String toString() {
      return "?";
    }
  }

  /** Make a known extent. */
  static Dim of(long extent) {
    return new Fixed(extent);
  }

  /** Make a named extent. */
  static Dim symbol(String name) {
    return new Symbol(name);
  }

  /** Return the extent where it is known. */
  default OptionalLong known() {
    return this instanceof Fixed fixed ? OptionalLong.of(fixed.extent()) : OptionalLong.empty();
  }
}
