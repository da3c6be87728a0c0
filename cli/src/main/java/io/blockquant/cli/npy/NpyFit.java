package io.blockquant.cli.npy;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;

/**
 * Give a tensor that numpy wrote the type that a graph declares, where that loses nothing.
 *
 * <p>The inverse of what {@link NpyWriter} does: bytes become codes of a low-precision type or
 * narrow integers, FLOAT becomes BFLOAT16. Nothing else is converted.
 */
public final class NpyFit {

  private NpyFit() {}

  /**
   * Return {@code tensor} as elements of {@code declared}.
   *
   * @throws BlockquantException {@code Cli.InputType} if that would change a value
   */
  public static Tensor to(ElementType declared, Tensor tensor, String file) {
    if (tensor.elementType() == declared) {
      return tensor;
    }
    if (NpyType.storage(declared) != tensor.elementType()) {
      throw mismatch(declared, tensor, file, "type", tensor.elementType());
    }
    Tensor fitted = Tensor.allocate(declared, tensor.shape());
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (!copy(tensor, fitted, i)) {
        throw mismatch(declared, tensor, file, "element " + i, Elements.value(tensor, i));
      }
    }
    return fitted;
  }

  /** Copy one element; {@code false} if its type cannot hold it. */
  private static boolean copy(Tensor from, Tensor to, long index) {
    ElementType type = to.elementType();
    if (type.isInteger()) {
      long value = Elements.integer(from, index);
      if (value < type.minInteger() || value > type.maxInteger()) {
        return false;
      }
      Elements.setInteger(to, index, value);
      return true;
    }
    if (from.elementType() == ElementType.FLOAT) {
      double value = Elements.value(from, index);
      Elements.setCode(to, index, Codecs.of(type).encode(value));
      return Double.compare(Elements.value(to, index), value) == 0;
    }
    int code = Elements.code(from, index);
    if (code >>> type.bits() != 0) {
      return false;
    }
    Elements.setCode(to, index, code);
    return true;
  }

  private static BlockquantException mismatch(
      ElementType declared, Tensor tensor, String file, String what, Object found) {
    return Diagnostic.error("Cli.InputType", "a file MUST hold what the graph declares")
        .at(Place.file(file))
        .fact("expected", declared)
        .fact("found", tensor)
        .fact(what, found)
        .help(remedy(declared))
        .asException();
  }

  private static String remedy(ElementType declared) {
    ElementType storage = NpyType.storage(declared);
    return storage == declared
        ? "convert the array before it is saved: its type must be " + declared
        : "save "
            + declared
            + " as "
            + storage
            + ", one element each"
            + (declared.isLowPrecisionFloat() ? ", holding its code" : "");
  }
}
