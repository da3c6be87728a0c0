package io.blockquant.core.control;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Run a body again and again: up to M times, while its condition holds. Its inputs are the number
 * of the iteration, the condition and the carried values; its outputs the condition, the carried
 * values and what is collected of each iteration.
 */
final class LoopFlow implements Flow {

  private static final int COUNT = 0;
  private static final int CONDITION = 1;
  private static final int FIRST = 2;

  private final Graph graph;
  private final Node node;
  private final Graph body;
  private final int carried;

  LoopFlow(Graph graph, Node node, Graph body) {
    this.graph = graph;
    this.node = node;
    this.body = body;
    this.carried = Math.max(0, node.inputs().size() - FIRST);
  }

  @Override
  public List<@Nullable TensorType> infer(Bodies bodies) {
    States states = states(bodies);
    List<@Nullable TensorType> types = new ArrayList<>(states.types());
    for (int i = 1 + carried; i < states.outputs().size(); i++) {
      types.add(Types.withAxis(states.outputs().get(i), 0, Dim.UNKNOWN));
    }
    return types;
  }

  private States states(Bodies bodies) {
    List<@Nullable TensorType> initial = new ArrayList<>();
    for (int i = 0; i < carried; i++) {
      initial.add(graph.type(node.input(FIRST + i)).orElse(null));
    }
    return States.find(initial, 1, this::withStates, bodies);
  }

  private BodyGraph withStates(List<@Nullable TensorType> states) {
    List<@Nullable TensorType> types = new ArrayList<>();
    types.add(TensorType.of(ElementType.INT64));
    types.add(TensorType.of(ElementType.BOOL));
    types.addAll(states);
    return BodyGraph.of(graph, body, types);
  }

  @Override
  public Running open(Bodies bodies) {
    States states = states(bodies);
    OpenBody open = OpenBody.of(states.body(), bodies);
    return new Running() {
      @Override
      public List<Tensor> run(Map<String, Tensor> values) {
        return LoopFlow.this.run(open, states, values);
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

  private List<Tensor> run(OpenBody open, States states, Map<String, Tensor> values) {
    long most = node.hasInput(COUNT) ? integer(values, COUNT) : Long.MAX_VALUE;
    boolean goesOn = !node.hasInput(CONDITION) || integer(values, CONDITION) != 0;
    List<Tensor> state = new ArrayList<>();
    for (int i = 0; i < carried; i++) {
      state.add(Objects.requireNonNull(values.get(node.input(FIRST + i))));
    }
    int collected = open.shape().outputs().size() - 1 - carried;
    List<List<Tensor>> stacks = new ArrayList<>();
    for (int i = 0; i < collected; i++) {
      stacks.add(new ArrayList<>());
    }
    for (long iteration = 0; iteration < most && goesOn; iteration++) {
      List<Tensor> inputs = new ArrayList<>();
      inputs.add(Tensor.ofLongs(Shape.SCALAR, iteration));
      inputs.add(TensorArrays.ofCodes(ElementType.BOOL, Shape.SCALAR, 1));
      inputs.addAll(state);
      List<Tensor> outputs = open.run(inputs, values);
      goesOn = Elements.integer(outputs.getFirst(), 0) != 0;
      state = outputs.subList(1, 1 + carried);
      for (int i = 0; i < collected; i++) {
        stacks.get(i).add(outputs.get(1 + carried + i));
      }
    }
    List<Tensor> results = new ArrayList<>(state);
    for (int i = 0; i < collected; i++) {
      TensorType type = Objects.requireNonNull(states.outputs().get(1 + carried + i));
      results.add(Stacks.of(stacks.get(i), type.elementType(), emptyShape(type), 0));
    }
    return results;
  }

  private long integer(Map<String, Tensor> values, int input) {
    return Elements.integer(Objects.requireNonNull(values.get(node.input(input))), 0);
  }

  /** Without an iteration an extent that is not known is 0. */
  static Shape emptyShape(TensorType type) {
    if (!type.hasRank()) {
      return Shape.of(0);
    }
    return Shape.of(type.knownDims().stream().mapToLong(dim -> dim.known().orElse(0)).toArray());
  }
}
