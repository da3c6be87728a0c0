package io.blockquant.cuda;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Number the values of a region: its inputs, its constants, then every output of every node, those
 * that nobody reads included, since kernels write them all. Immutable once built.
 */
final class ValueIndex {

  /** The number of a value that is not given. */
  static final int ABSENT = -1;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<@Nullable Tensor> constants = new ArrayList<>();
  private final List<int[]> outputs = new ArrayList<>();
  private final int inputCount;
  private final int[] results;

  ValueIndex(Graph region) {
    region.inputs().forEach(input -> add(input.name(), null));
    inputCount = constants.size();
    region.initializers().forEach(this::add);
    for (Node node : region.nodes()) {
      int[] written = new int[Rooms.find(node).orElseThrow().outputs().size()];
      for (int i = 0; i < written.length; i++) {
        written[i] = add(node.output(i), null);
      }
      outputs.add(written);
    }
    results = region.outputs().stream().map(Value::name).mapToInt(this::number).toArray();
  }

  private int add(String name, @Nullable Tensor constant) {
    int number = constants.size();
    constants.add(constant);
    if (!name.isEmpty()) {
      numbers.put(name, number);
    }
    return number;
  }

  /** Return the number of a value; {@link #ABSENT} for the empty name. */
  int number(String name) {
    if (name.isEmpty()) {
      return ABSENT;
    }
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the region defines no value '" + name + "'");
    }
    return number;
  }

  /** Return the number of inputs; they have the first numbers, in the order of the region. */
  int inputCount() {
    return inputCount;
  }

  /** Return the number of values. */
  int size() {
    return constants.size();
  }

  /** Return a value that is the same in every run; null for all others. */
  @Nullable Tensor constant(int value) {
    return constants.get(value);
  }

  /** Return the values that a node writes. */
  int[] outputsOf(int node) {
    return outputs.get(node);
  }

  /** Return the values that leave the region, in the order of its outputs. */
  int[] results() {
    return results;
  }

  /** Return whether a value leaves the region. */
  boolean isResult(int value) {
    for (int result : results) {
      if (result == value) {
        return true;
      }
    }
    return false;
  }
}
