package io.blockquant.ort;

import io.blockquant.core.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Give each node a name that its place in the graph can be read from, so that messages of ONNX
 * Runtime lead back to the node: files leave names empty or give two nodes the same.
 */
final class NodeTokens {

  private static final Pattern TOKEN =
      Pattern.compile("blockquant\\.node\\.(\\d{1,9})\\.(?:part\\.\\d{1,9}\\.)?");

  private final List<Node> nodes;

  NodeTokens(List<Node> nodes) {
    this.nodes = nodes;
  }

  /** Return the nodes that stand for each node of a graph, named after its place. */
  static List<List<Node>> rename(List<List<Node>> parts) {
    List<List<Node>> renamed = new ArrayList<>(parts.size());
    for (List<Node> part : parts) {
      String name = "blockquant.node." + renamed.size() + ".";
      List<Node> named = new ArrayList<>(part.size());
      for (Node node : part) {
        String own = named.isEmpty() ? name : name + "part." + named.size() + ".";
        named.add(named(node, own));
      }
      renamed.add(named);
    }
    return renamed;
  }

  /** Return a node under another name; ONNX Runtime wants names to be unique, or empty. */
  static Node named(Node node, String name) {
    return new Node(name, node.op(), node.inputs(), node.outputs(), node.attributes());
  }

  /** Return the node that a message names first. */
  Optional<Node> find(String message) {
    return findIndex(message).map(nodes::get);
  }

  /** Return the place of the node that a message names first. */
  Optional<Integer> findIndex(String message) {
    Matcher matcher = TOKEN.matcher(message);
    return matcher.find() ? index(matcher) : Optional.empty();
  }

  /** Return a message with the names that the nodes have in the graph. */
  String restore(String message) {
    return TOKEN
        .matcher(message)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                index(match).map(nodes::get).map(NodeTokens::shown).orElse(match.group())));
  }

  private Optional<Integer> index(MatchResult match) {
    int index = Integer.parseInt(match.group(1));
    return index < nodes.size() ? Optional.of(index) : Optional.empty();
  }

  private static String shown(Node node) {
    return node.name().isEmpty() ? String.join(", ", node.outputs()) : node.name();
  }
}
