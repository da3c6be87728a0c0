package io.blockquant.core.control;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Run one of two bodies. */
final class IfFlow implements Flow {

  private final Node node;
  private final BodyGraph yes;
  private final BodyGraph no;

  IfFlow(Graph graph, Node node, Graph yes, Graph no) {
    this.node = node;
    this.yes = BodyGraph.of(graph, yes, List.of());
    this.no = BodyGraph.of(graph, no, List.of());
  }

  @Override
  public List<@Nullable TensorType> infer(Bodies bodies) {
    List<@Nullable TensorType> first = yes.outputTypes(bodies.verify(yes.graph()));
    List<@Nullable TensorType> second = no.outputTypes(bodies.verify(no.graph()));
    List<@Nullable TensorType> types = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      types.add(Types.common(first.get(i), second.get(i)));
    }
    return types;
  }

  @Override
  public Running open(Bodies bodies) {
    OpenBody first = OpenBody.of(yes, bodies);
    OpenBody second;
    try {
      second = OpenBody.of(no, bodies);
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
    return new Running() {
      @Override
      public List<Tensor> run(Map<String, Tensor> values) {
        Tensor condition = Objects.requireNonNull(values.get(node.input(0)));
        return (Elements.integer(condition, 0) != 0 ? first : second).run(List.of(), values);
      }

      @Override
      public String summary() {
        return "then: " + first.summary() + "; else: " + second.summary();
      }

      @Override
      public void close() {
        try {
          second.close();
        } finally {
          first.close();
        }
      }
    };
  }
}
