package io.blockquant.cli.run;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Make up inputs: floats from the standard normal distribution, integers from 0 to 1, which any
 * table has as indices. Open extents are 1. Equal seeds give equal bits.
 */
public final class RandomInputs {
  private final long seed;

  /** Make up inputs that depend on {@code seed}. */
  public RandomInputs(long seed) {
    this.seed = seed;
  }

  /** Return a tensor for an input; its bits depend on the seed and the input's name and type. */
  public Tensor make(Value input) {
    TensorType type = input.type();
    if (type == null || !type.hasRank() || !isNumeric(type)) {
      throw Diagnostic.error("Cli.RandomInput", "a made-up input MUST be numbers of a known rank")
          .at(Place.tensor("input '" + input.name() + "'"))
          .fact("expected", "a numeric type with a rank")
          .fact("found", type == null ? "no type" : type)
          .help("give the tensor: --input " + input.name() + "=FILE.npy")
          .asException();
    }
    Tensor tensor = Tensor.allocate(type.elementType(), shape(type.knownDims()));
    SplittableRandom random = new SplittableRandom(seed ^ input.name().hashCode());
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (type.elementType().isFloating()) {
        Elements.setValue(tensor, i, random.nextGaussian());
      } else {
        Elements.setInteger(tensor, i, random.nextInt(2));
      }
    }
    return tensor;
  }

  private static boolean isNumeric(TensorType type) {
    return switch (type.elementType().kind()) {
      case FLOATING, SIGNED_INTEGER, UNSIGNED_INTEGER, BOOLEAN -> true;
      case COMPLEX, STRING -> false;
    };
  }

  private static Shape shape(List<Dim> dims) {
    return Shape.of(dims.stream().mapToLong(dim -> dim.known().orElse(1)).toArray());
  }
}
