package io.blockquant.core.control;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Run If, Loop and Scan by running their bodies on the backends of the session.
 *
 * <p>Asked last: a backend that runs such a node as a whole runs it faster.
 */
public final class ControlFlowBackend implements Backend {

  /** The id that explanations show. */
  public static final String ID = "control";

  private final Bodies bodies;

  /** Run bodies that this opens. */
  public ControlFlowBackend(Bodies bodies) {
    this.bodies = bodies;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    Optional<Flow> flow = Flow.of(graph, node);
    if (flow.isEmpty()) {
      return new Support.Unsupported("runs If, Loop and Scan, from its version 9 on");
    }
    for (String name : node.reads()) {
      Optional<ElementType> type = graph.type(name).map(TensorType::elementType);
      if (type.isEmpty() || type.get() == ElementType.STRING) {
        return new Support.Unsupported(
            "'" + name + "' is " + type.map(Enum::name).orElse("of unknown type, or no tensor"));
      }
    }
    try (Flow.Running running = flow.get().open(bodies)) {
      return new Support.Native(running.summary());
    } catch (BlockquantException e) {
      return new Support.Unsupported("its body: " + e.diagnostics().getFirst());
    }
  }

  @Override
  public Executable compile(Graph region) {
    return new ControlExecutable(region, bodies);
  }

  @Override
  public Optional<TypeOracle> typeOracle() {
    return Optional.of(this::infer);
  }

  private Map<String, TensorType> infer(Graph fragment) {
    Map<String, TensorType> types = new HashMap<>();
    for (Node node : fragment.nodes()) {
      // Others type what they can run; this is for bodies that hold what only the catalog knows.
      Optional<Flow> flow = holdsCatalogNodes(node) ? Flow.of(fragment, node) : Optional.empty();
      boolean known =
          node.reads().stream()
              .allMatch(name -> fragment.isConstant(name) || isInput(fragment, name));
      if (flow.isPresent() && known) {
        List<@Nullable TensorType> outputs = flow.get().infer(bodies);
        for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
          TensorType type = outputs.get(i);
          if (type != null && !node.output(i).isEmpty()) {
            types.put(node.output(i), type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isInput(Graph fragment, String name) {
    return fragment.inputs().stream()
        .anyMatch(value -> value.name().equals(name) && value.type() != null);
  }

  private static boolean holdsCatalogNodes(Node node) {
    return node.attributes().subgraphs().stream()
        .flatMap(body -> body.nodes().stream())
        .anyMatch(inner -> inner.op().domain().equals(OpId.BLOCKQUANT) || holdsCatalogNodes(inner));
  }

  @Override
  public void close() {
    // Bodies belong to the executables.
  }
}
