package io.blockquant.cpu;

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

  /** Number the values of a region whose nodes are in the order in which they run. */
  ValueIndex(Graph region, Operators operators) {
    region.inputs().forEach(input -> add(input.name(), null));
    inputCount = constants.size();
    region.initializers().forEach(this::add);
    for (Node node : region.nodes()) {
      int count = operators.find(node).orElseThrow().definition().outputs().size();
      int[] written = new int[count];
      for (int i = 0; i < count; i++) {
        written[i] = add(node.output(i), null);
      }
      outputs.add(written);
    }
    int firstWritten = inputCount + region.initializers().size();
    results = region.outputs().stream().map(Value::name).mapToInt(this::number).toArray();
    for (int i = 0; i < results.length; i++) {
      if (results[i] < firstWritten) {
        throw new IllegalArgumentException("no node computes " + region.outputs().get(i));
      }
    }
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

  /** Return the constants by number; null for every other value. */
  @Nullable Tensor[] constants() {
    return constants.toArray(new @Nullable Tensor[0]);
  }

  /** Return the values that a node writes. */
  int[] outputsOf(int node) {
    return outputs.get(node);
  }

  /** Return the values that leave the region, in the order of its outputs. */
  int[] results() {
    return results;
  }
}
