package io.blockquant.core.control;

import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Combine what is known of the types of values that take different ways. */
final class Types {

  private Types() {}

  /** Return the most that is true of both types; null where not even the element type is. */
  static @Nullable TensorType common(@Nullable TensorType a, @Nullable TensorType b) {
    if (a == null || b == null || a.elementType() != b.elementType()) {
      return null;
    }
    if (!a.hasRank() || !b.hasRank() || a.rank() != b.rank()) {
      return TensorType.ofUnknownRank(a.elementType());
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < a.rank(); axis++) {
      Dim dim = a.knownDims().get(axis);
      dims.add(dim.equals(b.knownDims().get(axis)) ? dim : Dim.UNKNOWN);
    }
    return new TensorType(a.elementType(), dims);
  }

  /** Return the type of an element of a stack along an axis. */
  static TensorType withoutAxis(TensorType stack, int axis) {
    if (!stack.hasRank()) {
      return stack;
    }
    List<Dim> dims = new ArrayList<>(stack.knownDims());
    dims.remove(axis < 0 ? axis + dims.size() : axis);
    return new TensorType(stack.elementType(), dims);
  }

  /** Return the type of a stack of elements along an axis. */
  static @Nullable TensorType withAxis(@Nullable TensorType element, int axis, Dim extent) {
    if (element == null || !element.hasRank()) {
      return element;
    }
    List<Dim> dims = new ArrayList<>(element.knownDims());
    dims.add(axis < 0 ? axis + dims.size() + 1 : axis, extent);
    return new TensorType(element.elementType(), dims);
  }
}
