package io.blockquant.core.session;

import io.blockquant.core.control.Bodies;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.plan.Explanation;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Open the bodies of control flow as sessions of their own. */
final class SessionBodies implements Bodies {

  private final SessionOpener opener;
  private final List<Backend> backends;

  /** Open bodies as {@code opener} opens its graph. */
  SessionBodies(SessionOpener opener, List<Backend> backends) {
    this.opener = opener;
    this.backends = backends;
  }

  @Override
  public Graph verify(Graph body) {
    return opener.verify(backends, body).graph();
  }

  @Override
  public Body open(Graph body) {
    Session session = opener.openBody(body);
    return new Body() {
      @Override
      public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return session.run(inputs);
      }

      @Override
      public String summary() {
        List<Explanation.RegionInfo> regions = session.explain().regions();
        return regions.isEmpty()
            ? "nothing to compute"
            : regions.stream()
                .map(region -> region.backend() + " " + region.nodes())
                .collect(Collectors.joining(", "));
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
