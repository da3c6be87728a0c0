package io.blockquant.ort;

import ai.onnxruntime.OrtException;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/** Word what ONNX Runtime refuses. */
final class OrtErrors {

  private static final int SHOWN = 4;

  private OrtErrors() {}

  /** Word that a region does not compile. */
  static BlockquantException compile(Graph region, OrtException cause) {
    return of(
        Diagnostic.error("Ort.Compile", "ONNX Runtime MUST load a region of nodes it accepted")
            .help("name other backends, or report this with the model"),
        region,
        cause);
  }

  /** Word that a region cannot be written for ONNX Runtime. */
  static BlockquantException compile(Graph region, String fact, Object value, String help) {
    return Diagnostic.error("Ort.Compile", "a region MUST be a model that ONNX Runtime can load")
        .at(Place.node(describe(region.nodes())))
        .fact(fact, value)
        .help(help)
        .asException();
  }

  /** Word that a region is given another type than it was compiled for. */
  static BlockquantException otherType(String input, ElementType expected, Tensor found) {
    return Diagnostic.error("Ort.InputType", "an input MUST have the type it was compiled for")
        .at(Place.tensor("input '" + input + "'"))
        .fact("expected", expected)
        .fact("found", found.type())
        .help("compile the region with the type of the values that it gets")
        .asException();
  }

  /** Word that a region fails while it runs. */
  static BlockquantException run(Graph region, List<String> inputs, OrtException cause) {
    Diagnostic.Builder error =
        Diagnostic.error("Ort.Run", "the values MUST be such that the nodes can compute");
    inputs.forEach(input -> error.fact("input", input));
    return of(error.help("check the values and shapes that reach this node"), region, cause);
  }

  /** Word that the types of a node's outputs cannot be inferred because the node is wrong. */
  static BlockquantException inference(Node node, NodeTokens tokens, OrtException cause) {
    return new BlockquantException(
        List.of(
            Diagnostic.error("Ort.TypeInference", "a node MUST fit the types of what it reads")
                .at(Place.node(node.describe()))
                .fact("ONNX Runtime", tokens.restore(OrtMessages.trim(cause)))
                .help("correct the inputs or the attributes of the node")
                .build()),
        cause);
  }

  /** Word that memory cannot be a tensor of ONNX Runtime. */
  static BlockquantException tensor(String place, String type, OrtException cause) {
    return new BlockquantException(
        List.of(
            Diagnostic.error("Ort.Tensor", "a tensor MUST be such that ONNX Runtime can view it")
                .at(Place.tensor(place))
                .fact("type", type)
                .fact("ONNX Runtime", OrtMessages.trim(cause))
                .help("report this with the model")
                .build()),
        cause);
  }

  /** Word that a value is of a type that cannot cross the border. */
  static BlockquantException uncarried(String place, ElementType type) {
    return Diagnostic.error("Ort.UnsupportedType", "the Java API MUST be able to carry the type")
        .at(Place.tensor(place))
        .fact("found", type)
        .fact("reason", OrtTypes.refusal(place, type))
        .help("let a backend that supports " + type + " compute this value")
        .asException();
  }

  private static BlockquantException of(
      Diagnostic.Builder error, Graph region, OrtException cause) {
    NodeTokens tokens = new NodeTokens(region.nodes());
    String place =
        tokens
            .find(OrtMessages.raw(cause))
            .map(Node::describe)
            .orElseGet(() -> describe(region.nodes()));
    return new BlockquantException(
        List.of(
            error
                .at(Place.node(place))
                .fact("ONNX Runtime", tokens.restore(OrtMessages.trim(cause)))
                .build()),
        cause);
  }

  private static String describe(List<Node> nodes) {
    String shown =
        nodes.stream().limit(SHOWN).map(Node::describe).collect(Collectors.joining(", "));
    int more = nodes.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
