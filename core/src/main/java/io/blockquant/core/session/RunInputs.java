package io.blockquant.core.session;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Check what a run is given against the inputs of the graph.
 *
 * <p>Immutable and thread-safe. The check allocates nothing when all is well; {@link
 * RunInputErrors} looks again and words what is not.
 */
final class RunInputs {

  private static final long UNBOUND = -1;

  private final List<Value> inputs;
  private final String[] names;
  private final @Nullable TensorType[] types;
  private final @Nullable Tensor[] defaults;

  /** Per input and dimension the symbol that its extent has, or a negative number. */
  private final int[][] symbols;

  private final int symbolCount;

  RunInputs(Graph graph) {
    inputs = graph.inputs();
    names = inputs.stream().map(Value::name).toArray(String[]::new);
    types = new @Nullable TensorType[names.length];
    defaults = new @Nullable Tensor[names.length];
    symbols = new int[names.length][];
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      types[i] = inputs.get(i).type();
      defaults[i] = graph.initializer(names[i]).orElse(null);
      symbols[i] = numberSymbols(types[i], numbers);
    }
    symbolCount = numbers.size();
  }

  private static int[] numberSymbols(@Nullable TensorType type, Map<String, Integer> numbers) {
    if (type == null || !type.hasRank()) {
      return new int[0];
    }
    int[] found = new int[type.rank()];
    for (int axis = 0; axis < found.length; axis++) {
      found[axis] =
          type.knownDims().get(axis) instanceof Dim.Symbol symbol
              ? numbers.computeIfAbsent(symbol.name(), _ -> numbers.size())
              : -1;
    }
    return found;
  }

  /** Return how many symbols the inputs have: what {@link #bind} needs room for. */
  int symbolCount() {
    return symbolCount;
  }

  /**
   * Put the tensor of each input, given or default, into {@code values}.
   *
   * @param extents room for the extent of each symbol
   * @throws io.blockquant.core.diag.BlockquantException with everything that is wrong
   */
  void bind(Map<String, Tensor> given, @Nullable Tensor[] values, long[] extents) {
    Arrays.fill(extents, UNBOUND);
    int used = 0;
    boolean fits = true;
    for (int i = 0; i < names.length; i++) {
      Tensor tensor = given.get(names[i]);
      if (tensor == null) {
        tensor = defaults[i];
      } else {
        used++;
      }
      values[i] = tensor;
      fits &= tensor != null && accepts(i, tensor) && bindSymbols(symbols[i], tensor, extents);
    }
    if (!fits || used != given.size()) {
      throw RunInputErrors.of(inputs, defaults, given);
    }
  }

  private boolean accepts(int input, Tensor tensor) {
    TensorType type = types[input];
    return type == null || type.accepts(tensor.elementType(), tensor.shape());
  }

  private static boolean bindSymbols(int[] symbols, Tensor tensor, long[] extents) {
    boolean fits = true;
    for (int axis = 0; axis < symbols.length; axis++) {
      int symbol = symbols[axis];
      if (symbol >= 0 && axis < tensor.shape().rank()) {
        long extent = tensor.shape().dim(axis);
        fits &= extents[symbol] == UNBOUND || extents[symbol] == extent;
        extents[symbol] = extent;
      }
    }
    return fits;
  }
}
