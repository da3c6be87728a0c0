package io.blockquant.conformance.connection.inproc;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Give a backend its inputs and guarded memory for one run, and watch what it does with them. */
final class GuardedContext implements ExecutionContext {
  private final Graph graph;
  private final Map<String, Tensor> given;
  private final byte fill;
  private final Arena arena;
  private final List<GuardedMemory> inputs = new ArrayList<>();
  private final Map<Integer, GuardedMemory> outputs = new HashMap<>();
  private final Map<Integer, GuardedMemory> temporaries = new HashMap<>();
  private final Map<Integer, Tensor> delivered = new HashMap<>();

  GuardedContext(Graph graph, Map<String, Tensor> given, byte fill, Arena arena) {
    this.graph = graph;
    this.given = given;
    this.fill = fill;
    this.arena = arena;
    for (Value input : graph.inputs()) {
      Tensor tensor = tensor(input.name());
      GuardedMemory copy = new GuardedMemory(tensor.elementType(), tensor.shape(), fill, arena);
      copy.tensor().segment().copyFrom(tensor.segment());
      inputs.add(copy);
    }
  }

  @Override
  public Tensor input(int index) {
    return inputs.get(index).tensor();
  }

  @Override
  public Tensor output(int index, ElementType type, Shape shape) {
    return same(outputs, index, type, shape).tensor();
  }

  @Override
  public Tensor temporary(int slot, ElementType type, Shape shape) {
    return same(temporaries, slot, type, shape).tensor();
  }

  @Override
  public void deliver(int index, Tensor tensor) {
    delivered.put(index, tensor);
  }

  /** Return what the backend left, in host memory; outputs that it never gave are absent. */
  Map<String, Tensor> results() {
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      GuardedMemory written = outputs.get(i);
      Tensor handed = delivered.get(i);
      if (handed != null) {
        results.put(graph.outputs().get(i).name(), handed.toHost(arena));
      } else if (written != null) {
        results.put(graph.outputs().get(i).name(), written.tensor());
      }
    }
    return results;
  }

  /** Return what was done to memory that it should have left alone. */
  List<String> trespasses() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String name = graph.inputs().get(i).name();
      if (!inputs.get(i).tensor().sameBits(tensor(name))) {
        found.add("input '" + name + "' was changed");
      }
      if (!inputs.get(i).isIntact()) {
        found.add("bytes around input '" + name + "' were changed");
      }
    }
    outputs.forEach((index, memory) -> {
      if (!memory.isIntact()) {
        found.add("bytes around output '" + graph.outputs().get(index).name() + "' were changed");
      }
    });
    if (!temporaries.values().stream().allMatch(GuardedMemory::isIntact)) {
      found.add("bytes around a temporary were changed");
    }
    return found;
  }

  private Tensor tensor(String input) {
    Tensor tensor = given.get(input);
    if (tensor == null) {
      throw new IllegalStateException("the case does not give its input '" + input + "'");
    }
    return tensor;
  }

  /** Whoever asks twice for the same gets the same. */
  private GuardedMemory same(
      Map<Integer, GuardedMemory> memories, int index, ElementType type, Shape shape) {
    GuardedMemory known = memories.get(index);
    if (known != null
        && known.tensor().elementType() == type
        && known.tensor().shape().equals(shape)) {
      return known;
    }
    GuardedMemory fresh = new GuardedMemory(type, shape, fill, arena);
    memories.put(index, fresh);
    return fresh;
  }
}
