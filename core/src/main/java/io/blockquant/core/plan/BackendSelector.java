package io.blockquant.core.plan;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.plan.Explanation.Decline;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Support;
import java.util.ArrayList;
import java.util.List;

/** Give each node to the first backend that supports it. */
final class BackendSelector {

  /**
   * What runs a node.
   *
   * @param backend the index of the backend
   * @param kernel what the backend says about its kernel
   * @param declines the backends that were asked before
   */
  record Selection(int backend, String kernel, List<Decline> declines) {}

  private static final int NONE = -1;

  private BackendSelector() {}

  /**
   * Return one selection per node.
   *
   * @throws BlockquantException with every node that no backend supports
   */
  static List<Selection> select(Graph graph, List<Backend> backends) {
    List<Selection> selections = new ArrayList<>();
    List<Diagnostic> errors = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Selection selection = select(graph, node, backends);
      selections.add(selection);
      if (selection.backend() == NONE) {
        errors.add(unsupported(node, selection.declines()));
      }
    }
    if (!errors.isEmpty()) {
      throw new BlockquantException(errors);
    }
    return selections;
  }

  private static Selection select(Graph graph, Node node, List<Backend> backends) {
    List<Decline> declines = new ArrayList<>();
    for (int i = 0; i < backends.size(); i++) {
      switch (ask(graph, node, backends.get(i))) {
        case Support.Native yes -> {
          return new Selection(i, yes.kernel(), declines);
        }
        case Support.Unsupported no -> declines.add(new Decline(backends.get(i).id(), no.reason()));
      }
    }
    return new Selection(NONE, "", declines);
  }

  private static Support ask(Graph graph, Node node, Backend backend) {
    try {
      return backend.supports(graph, node);
    } catch (RuntimeException e) {
      // supports never throws; a backend that does all the same must not stop the others.
      return new Support.Unsupported("failed when asked (a fault of the backend): " + e);
    }
  }

  private static Diagnostic unsupported(Node node, List<Decline> declines) {
    Diagnostic.Builder error =
        Diagnostic.error("Plan.Unsupported", "a node MUST be supported by a backend of the session")
            .at(Place.node(node.describe()))
            .fact("operator", node.op());
    declines.forEach(decline -> error.fact(decline.backend(), decline.reason()));
    return error
        .help("add a backend that runs " + node.op().displayName() + ", or change the model")
        .build();
  }
}
