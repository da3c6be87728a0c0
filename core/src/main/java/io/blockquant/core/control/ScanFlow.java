package io.blockquant.core.control;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Run a body for each element of its inputs along an axis; it carries states and collects results.
 */
final class ScanFlow implements Flow {

  private final Graph graph;
  private final Node node;
  private final Graph body;
  private final int states;
  private final int scanned;

  ScanFlow(Graph graph, Node node, Graph body) {
    this.graph = graph;
    this.node = node;
    this.body = body;
    boolean counted =
        node.attributes().find("num_scan_inputs").orElse(null) instanceof Attribute.Int;
    this.scanned =
        counted
            ? (int) Math.clamp(node.attributes().integer("num_scan_inputs", 1), 1, inputs(node))
            : 1;
    this.states = inputs(node) - scanned;
  }

  private static int inputs(Node node) {
    return Math.max(1, node.inputs().size());
  }

  @Override
  public List<@Nullable TensorType> infer(Bodies bodies) {
    States found = states(bodies);
    List<@Nullable TensorType> types = new ArrayList<>(found.types());
    for (int i = states; i < found.outputs().size(); i++) {
      int axis = (int) entry("scan_output_axes", i - states);
      types.add(Types.withAxis(found.outputs().get(i), axis, Dim.UNKNOWN));
    }
    return types;
  }

  private States states(Bodies bodies) {
    List<@Nullable TensorType> initial = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      initial.add(graph.type(node.input(i)).orElse(null));
    }
    return States.find(initial, 0, this::withStates, bodies);
  }

  private BodyGraph withStates(List<@Nullable TensorType> given) {
    List<@Nullable TensorType> types = new ArrayList<>(given);
    for (int i = 0; i < scanned; i++) {
      int axis = (int) entry("scan_input_axes", i);
      types.add(
          graph.type(node.input(states + i)).map(t -> Types.withoutAxis(t, axis)).orElse(null));
    }
    return BodyGraph.of(graph, body, types);
  }

  private long entry(String attribute, int index) {
    return node.attributes().find(attribute).orElse(null) instanceof Attribute.Ints given
            && index < given.values().size()
        ? given.values().get(index)
        : 0;
  }

  @Override
  public Running open(Bodies bodies) {
    States found = states(bodies);
    OpenBody open = OpenBody.of(found.body(), bodies);
    return new Running() {
      @Override
      public List<Tensor> run(Map<String, Tensor> values) {
        return ScanFlow.this.run(open, found, values);
      }

      @Override
      public String summary() {
        return "body: " + open.summary();
      }

      @Override
      public void close() {
        open.close();
      }
    };
  }

  private List<Tensor> run(OpenBody open, States found, Map<String, Tensor> values) {
    List<Tensor> stacks = new ArrayList<>();
    List<Tensor> state = new ArrayList<>();
    for (int i = 0; i < states + scanned; i++) {
      (i < states ? state : stacks).add(Objects.requireNonNull(values.get(node.input(i))));
    }
    long length = stacks.getFirst().shape().dim(axis("scan_input_axes", 0, stacks.getFirst()));
    int collected = open.shape().outputs().size() - states;
    List<List<Tensor>> results = new ArrayList<>();
    for (int i = 0; i < collected; i++) {
      results.add(new ArrayList<>());
    }
    for (long step = 0; step < length; step++) {
      List<Tensor> inputs = new ArrayList<>(state);
      for (int i = 0; i < scanned; i++) {
        boolean backwards = entry("scan_input_directions", i) == 1;
        int axis = axis("scan_input_axes", i, stacks.get(i));
        inputs.add(Stacks.at(stacks.get(i), axis, backwards ? length - 1 - step : step));
      }
      List<Tensor> outputs = open.run(inputs, values);
      state = outputs.subList(0, states);
      for (int i = 0; i < collected; i++) {
        results.get(i).add(outputs.get(states + i));
      }
    }
    List<Tensor> all = new ArrayList<>(state);
    for (int i = 0; i < collected; i++) {
      TensorType type = Objects.requireNonNull(found.outputs().get(states + i));
      all.add(stack(results.get(i), type, i));
    }
    return all;
  }

  private Tensor stack(List<Tensor> elements, TensorType type, int output) {
    if (entry("scan_output_directions", output) == 1) {
      Collections.reverse(elements);
    }
    ElementType element = type.elementType();
    var empty = LoopFlow.emptyShape(type);
    int rank = elements.isEmpty() ? empty.rank() : elements.getFirst().shape().rank();
    int axis = (int) entry("scan_output_axes", output);
    return Stacks.of(elements, element, empty, axis < 0 ? axis + rank + 1 : axis);
  }

  private int axis(String attribute, int index, Tensor stack) {
    int axis = (int) entry(attribute, index);
    return axis < 0 ? axis + stack.shape().rank() : axis;
  }
}
