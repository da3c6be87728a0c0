package io.blockquant.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Find out whether ONNX Runtime runs a node, by letting it load a model of that node alone.
 *
 * <p>There is no other way to ask which kernels it has. A model costs some hundred microseconds;
 * nodes that give the same model share its answer. Thread-safe.
 */
final class NodeTrial {

  private final OrtSessions sessions;

  /** By the bytes of the model; empty where it loads. */
  private final Map<ByteBuffer, Optional<String>> answers = new ConcurrentHashMap<>();

  NodeTrial(OrtSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Return why some nodes cannot run; empty if they can.
   *
   * @param graph has the types of everything that the nodes read from around them
   */
  Optional<String> refusal(Graph graph, List<Node> nodes) {
    return nodes.size() == 1 ? refusal(graph, nodes.getFirst()) : refusalOfSeveral(graph, nodes);
  }

  private Optional<String> refusalOfSeveral(Graph graph, List<Node> nodes) {
    try {
      return ask(OneNodeGraph.several(graph, nodes));
    } catch (BlockquantException | IllegalArgumentException e) {
      return Optional.of("it cannot be written as a model of its own: " + e.getMessage());
    }
  }

  /**
   * Return why a node cannot run; empty if it can.
   *
   * @param graph has the types of everything that the node reads
   */
  private Optional<String> refusal(Graph graph, Node node) {
    OneNodeGraph single = new OneNodeGraph(graph, node);
    try {
      Optional<String> answer = ask(single.withShapeConstants());
      // Some kernels want constants that are not about shapes: they get them only when they ask.
      return answer.isPresent() && single.omitsConstants()
          ? ask(single.withSmallConstants())
          : answer;
    } catch (BlockquantException | IllegalArgumentException e) {
      return Optional.of("it cannot be written as a model of its own: " + e.getMessage());
    }
  }

  private Optional<String> ask(Graph single) {
    byte[] model = RegionModel.inline(single);
    return answers.computeIfAbsent(ByteBuffer.wrap(model), _ -> load(model));
  }

  private Optional<String> load(byte[] model) {
    try (OrtSession session = sessions.question(model)) {
      int index = 0;
      for (NodeInfo output : session.getOutputInfo().values()) {
        Optional<String> refusal = refusal("output " + index, output);
        if (refusal.isPresent()) {
          return refusal;
        }
        index++;
      }
      return Optional.empty();
    } catch (OrtException e) {
      return Optional.of("ONNX Runtime " + sessions.version() + ": " + OrtMessages.trim(e));
    }
  }

  /** Return why the Java API cannot carry an output; empty if it can. */
  static Optional<String> refusal(String place, NodeInfo output) {
    if (!(output.getInfo() instanceof TensorInfo tensor)) {
      return Optional.of(place + " is no tensor, and only tensors leave a region");
    }
    Optional<ElementType> type = OrtTypes.elementType(tensor.onnxType);
    if (type.isEmpty()) {
      return Optional.of(place + " is of a type that the Java API of ONNX Runtime has no name for");
    }
    return type.filter(found -> OrtTypes.carrier(found).isEmpty())
        .map(found -> OrtTypes.refusal(place, found));
  }
}
