package io.blockquant.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Optional;

/** Run standard ONNX operators on ONNX Runtime's CPU kernels. */
final class OrtBackend implements Backend {

  private final OrtSessions sessions;
  private final NodeTrial trial;
  private final OrtTypeOracle oracle;

  OrtBackend(OrtSessions sessions) {
    this.sessions = sessions;
    this.trial = new NodeTrial(sessions);
    this.oracle = new OrtTypeOracle(sessions);
  }

  @Override
  public String id() {
    return OrtProvider.ID;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    Optional<String> refusal =
        operatorRefusal(graph, node)
            .or(() -> inputRefusal(graph, node))
            .or(() -> outputRefusal(graph, node))
            .or(() -> trial.refusal(graph, node));
    if (refusal.isPresent()) {
      return new Support.Unsupported(refusal.get());
    }
    String kernel = "ONNX Runtime " + sessions.version() + ", CPU";
    return new Support.Native(
        WideGemm.applies(graph, node) ? kernel + ", in FLOAT between casts" : kernel);
  }

  @Override
  public Executable compile(Graph region) {
    return new RegionCompiler(sessions, region).compile();
  }

  @Override
  public Optional<TypeOracle> typeOracle() {
    return Optional.of(oracle);
  }

  /** Sessions belong to the executables; the environment is the process's. */
  @Override
  public void close() {}

  private static Optional<String> operatorRefusal(Graph graph, Node node) {
    Optional<String> refusal = ownRefusal(graph, node);
    for (Graph body : Bodies.of(node)) {
      for (Node inner : body.nodes()) {
        refusal =
            refusal.or(() ->
                ownRefusal(body, inner)
                    .map(why -> "its body has " + inner.describe() + ": " + why));
      }
    }
    return refusal;
  }

  private static Optional<String> ownRefusal(Graph graph, Node node) {
    return node.op().domain().equals(OpId.BLOCKQUANT)
        ? Optional.of("catalog operator; ort runs standard ONNX operators")
        : OpsetStamp.refusal(graph, node);
  }

  private static Optional<String> inputRefusal(Graph graph, Node node) {
    for (String name : node.reads()) {
      Optional<TensorType> type = graph.type(name);
      String place = "input '" + name + "'";
      if (type.isEmpty()) {
        return Optional.of("the type of " + place + " is not known, or it is no tensor");
      }
      ElementType element = type.get().elementType();
      boolean constant = graph.isConstant(name);
      // A constant goes in with the model, which can say more types than the Java API.
      if (OrtTypes.isLowPrecision(element) || !constant && OrtTypes.carrier(element).isEmpty()) {
        return Optional.of(OrtTypes.refusal(place, element));
      }
      if (constant) {
        long bytes = graph.initializer(name).map(Tensor::byteSize).orElse(0L);
        if (bytes > OrtTensors.LARGEST) {
          return Optional.of(place + " has " + bytes + " bytes, " + OrtTensors.LIMIT);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> outputRefusal(Graph graph, Node node) {
    for (String name : node.outputs()) {
      Optional<ElementType> uncarried =
          graph
              .type(name)
              .map(TensorType::elementType)
              .filter(type -> OrtTypes.carrier(type).isEmpty());
      if (uncarried.isPresent()) {
        return Optional.of(OrtTypes.refusal("output '" + name + "'", uncarried.get()));
      }
    }
    return Optional.empty();
  }
}
