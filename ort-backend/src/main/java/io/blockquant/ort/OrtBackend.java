package io.blockquant.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.ort.lowering.Lowered;
import io.blockquant.ort.lowering.LoweredGraph;
import io.blockquant.ort.lowering.Lowerings;
import io.blockquant.ort.lowering.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Run standard ONNX operators on ONNX Runtime's CPU kernels. */
final class OrtBackend implements Backend {

  private final OrtSessions sessions;
  private final NodeTrial trial;
  private final Lowerings lowerings;
  private final OrtTypeOracle oracle;

  OrtBackend(OrtSessions sessions) {
    this.sessions = sessions;
    this.trial = new NodeTrial(sessions);
    this.lowerings = new Lowerings((graph, nodes) -> trial.refusal(graph, nodes).isEmpty());
    this.oracle = new OrtTypeOracle(sessions, lowerings);
  }

  @Override
  public String id() {
    return OrtProvider.ID;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    Optional<String> unknown = inputRefusal(graph, node);
    if (unknown.isPresent()) {
      return new Support.Unsupported(unknown.get());
    }
    Graph own = Surroundings.of(graph, node);
    LoweredGraph written = LoweredGraph.of(own, lowerings, standardOpset(graph, node));
    Optional<Lowered> lowered = written.lowered().getFirst();
    Optional<String> refusal =
        (lowered.isPresent() ? bodyRefusal(node) : operatorRefusal(graph, node))
            .or(() -> carriedRefusal(graph, node, written))
            .or(() -> trial.refusal(writtenTypes(own, written), written.nodes()));
    if (refusal.isPresent()) {
      return new Support.Unsupported(refusal.get());
    }
    String kernel = "ONNX Runtime " + sessions.version() + ", CPU";
    return new Support.Native(lowered.map(how -> kernel + ", " + how.how()).orElse(kernel));
  }

  @Override
  public Executable compile(Graph region) {
    return new RegionCompiler(sessions, lowerings, region, false).compile();
  }

  @Override
  public Executable compileAlone(Graph graph) {
    return new RegionCompiler(sessions, lowerings, graph, true).compile();
  }

  @Override
  public Optional<TypeOracle> typeOracle() {
    return Optional.of(oracle);
  }

  /** Sessions belong to the executables; the environment is the process's. */
  @Override
  public void close() {}

  private static int standardOpset(Graph graph, Node node) {
    return node.op().domain().equals(OpId.ONNX) ? node.op().version() : OpsetStamp.standard(graph);
  }

  private static Optional<String> operatorRefusal(Graph graph, Node node) {
    return ownRefusal(graph, node).or(() -> bodyRefusal(node));
  }

  private static Optional<String> bodyRefusal(Node node) {
    Optional<String> refusal = Optional.empty();
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
      String place = "input '" + name + "'";
      if (graph.type(name).isEmpty()) {
        return Optional.of("the type of " + place + " is not known, or it is no tensor");
      }
      long bytes =
          graph.isConstant(name) ? graph.initializer(name).map(Tensor::byteSize).orElse(0L) : 0;
      if (bytes > OrtTensors.LARGEST) {
        return Optional.of(place + " has " + bytes + " bytes, " + OrtTensors.LIMIT);
      }
    }
    return Optional.empty();
  }

  /** Refuse types that cannot cross the border, and low-precision ones that are not only moved. */
  private static Optional<String> carriedRefusal(Graph graph, Node node, LoweredGraph written) {
    boolean moves = !written.carried().isEmpty() && written.lowered().getFirst().isPresent();
    for (String name : node.reads()) {
      ElementType type = graph.type(name).orElseThrow().elementType();
      if (!crosses(type, moves) && !(graph.isConstant(name) && isWritable(type))) {
        return Optional.of(OrtTypes.refusal("input '" + name + "'", type));
      }
    }
    for (String name : node.outputs()) {
      Optional<ElementType> refused =
          graph.type(name).map(TensorType::elementType).filter(type -> !crosses(type, moves));
      if (refused.isPresent()) {
        return Optional.of(OrtTypes.refusal("output '" + name + "'", refused.get()));
      }
    }
    return Optional.empty();
  }

  private static boolean crosses(ElementType type, boolean moves) {
    return OrtTypes.carrier(type).isPresent() && (moves || !OrtTypes.isLowPrecision(type));
  }

  /** A constant goes in with the model, which can say more types than the Java API. */
  private static boolean isWritable(ElementType type) {
    return !OrtTypes.isLowPrecision(type) && OrtTypes.isKnown(type);
  }

  /** Return what is known around a node, as ONNX Runtime sees it. */
  private static Graph writtenTypes(Graph own, LoweredGraph written) {
    if (written.carried().isEmpty()) {
      return own;
    }
    Map<String, TensorType> types = new LinkedHashMap<>();
    own.types().forEach((name, type) -> types.put(name, written.written(name, type)));
    Map<String, Tensor> constants = new LinkedHashMap<>();
    own.initializers()
        .forEach((name, tensor) -> constants.put(name, written.written(name, tensor)));
    List<Value> inputs =
        own.inputs().stream()
            .map(input -> new Value(input.name(), types.get(input.name())))
            .toList();
    return new Graph(own.name(), inputs, own.outputs(), own.nodes(), constants, types);
  }
}
