package io.blockquant.core.verify;

import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.op.OpCall.Operand;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hold what is known of the types of values while a graph is walked. */
final class TypeTable {

  private final MemoryCheck memory;
  private final Map<String, TensorType> known = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Set<String> poisoned = new HashSet<>();

  TypeTable(Graph graph, MemoryCheck memory) {
    this.memory = memory;
    constants.putAll(graph.initializers());
    for (Value input : graph.inputs()) {
      Tensor standIn = constants.remove(input.name());
      TensorType type = input.type();
      if (type == null && standIn != null) {
        type = TensorType.ofUnknownRank(standIn.elementType());
      }
      learn(input.name(), type, Place.tensor("input '" + input.name() + "'"));
    }
    constants.forEach((name, tensor) -> known.put(name, tensor.type()));
  }

  /** Note the type of an output of a node; null when nobody knows it. */
  void learn(Node node, int output, @Nullable TensorType type) {
    String name = node.output(output);
    if (!name.isEmpty()) {
      String tensor = "output " + output + " '" + name + "'";
      learn(name, type, Place.node(node.describe()).atTensor(tensor));
    }
  }

  private void learn(String name, @Nullable TensorType type, Place place) {
    if (type == null) {
      return;
    }
    if (memory.fits(type, place)) {
      known.putIfAbsent(name, type);
    } else {
      poison(name);
    }
  }

  /** Give up on a value: an error has been reported, so nothing more is said about it. */
  void poison(String name) {
    poisoned.add(name);
    known.remove(name);
  }

  /** Give up on all outputs of a node that are not known yet. */
  void poisonOutputs(Node node) {
    node.outputs().stream()
        .filter(name -> !name.isEmpty() && !known.containsKey(name))
        .forEach(this::poison);
  }

  boolean isPoisoned(String name) {
    return poisoned.contains(name);
  }

  boolean isKnown(String name) {
    return known.containsKey(name);
  }

  boolean isConstant(String name) {
    return constants.containsKey(name);
  }

  Optional<TensorType> type(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /** Return what is known of the inputs of a node. */
  List<Operand> operands(Node node) {
    return node.inputs().stream()
        .map(name ->
            name.isEmpty()
                ? Operand.ABSENT
                : new Operand(name, known.get(name), constants.get(name)))
        .toList();
  }

  Map<String, TensorType> known() {
    return known;
  }
}
