package io.blockquant.core.session;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Model;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.testing.ToyBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Open sessions over toy backends. */
final class ToySessions {

  static final long LIMIT = 1 << 24;

  private ToySessions() {}

  static Session open(Graph graph, ToyBackend... backends) {
    return open(graph, LIMIT, backends);
  }

  static Session open(Graph graph, long limit, ToyBackend... backends) {
    return open(Model.of(graph), limit, backends);
  }

  static Session open(Model model, long limit, ToyBackend... backends) {
    SessionOptions defaults = SessionOptions.defaults();
    SessionOptions options =
        new SessionOptions(List.of(), 1, limit, true, Set.of(), defaults.settings());
    List<Backends.Entry> installed = Arrays.stream(backends).map(Backends::probe).toList();
    return new SessionOpener(model, options, new OpRegistry(List.of()), installed).open();
  }
}
