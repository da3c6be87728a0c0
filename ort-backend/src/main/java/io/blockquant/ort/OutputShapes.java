package io.blockquant.ort;

import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remember which output shapes followed from which input shapes.
 *
 * <p>An output whose shape was once another for the same input shapes depends on the values: it is
 * never expected again. Not thread-safe.
 */
final class OutputShapes {

  /** Enough for the batch sizes or sequence lengths of a service; each entry is small. */
  private static final int REMEMBERED = 64;

  private final List<RegionCompiler.OutputType> computed;
  private final boolean[] dependsOnValues;
  private final @Nullable Shape[] inputs;
  private final Map<List<Shape>, @Nullable Shape[]> known = new Recent<>(REMEMBERED);
  private @Nullable Shape[] expected = new Shape[0];

  OutputShapes(int inputs, List<RegionCompiler.OutputType> computed) {
    this.inputs = new Shape[inputs];
    this.computed = computed;
    this.dependsOnValues = new boolean[computed.size()];
    if (inputs == 0) {
      expected = fromTypes();
    }
  }

  /** Note the shape of an input; true if it is not that of the last run. */
  boolean note(int input, Tensor tensor) {
    Shape last = inputs[input];
    if (last != null && last.equals(tensor.shape())) {
      return false;
    }
    inputs[input] = tensor.shape();
    return true;
  }

  /** Look up what the noted shapes lead to; to be called when one of them has changed. */
  void select() {
    expected = known.computeIfAbsent(List.of(requireAll()), _ -> fromTypes());
  }

  /** Return the shape that an output will have; null if that must be left to the run. */
  @Nullable Shape expected(int output) {
    return dependsOnValues[output] ? null : expected[output];
  }

  /** Take in the shape that an output had. */
  void learn(int output, Shape shape) {
    Shape before = expected[output];
    dependsOnValues[output] |= before != null && !before.equals(shape);
    expected[output] = shape;
  }

  private Shape[] requireAll() {
    return Arrays.stream(inputs).toArray(Shape[]::new);
  }

  private @Nullable Shape[] fromTypes() {
    @Nullable Shape[] shapes = new Shape[computed.size()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = computed.get(i).shape().orElse(null);
    }
    return shapes;
  }

  /** Keeps the entries that were used last. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int limit;

    Recent(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > limit;
    }
  }
}
