package io.blockquant.ort;

import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Choose the versions that a model for ONNX Runtime declares.
 *
 * <p>ONNX Runtime 1.29.0 refuses opsets of the standard domain from 27 and IR versions from 14.
 * Later opsets are written as 26 where that cannot change what a node means: an operator that
 * opsets 27 and 28 left alone, or to which they only added types or attributes (ONNX Runtime then
 * refuses what is new by itself), or one that is new (it has no schema).
 */
final class OpsetStamp {

  /** Initializers need not be inputs (4); INT2 and UINT2 exist (13). */
  static final int IR_VERSION = 13;

  static final int NEWEST_WRITTEN = 26;
  static final int NEWEST_REVIEWED = 28;
  private static final int NEW_SHIFT = 28;
  private static final int NEW_MOD = 28;

  private OpsetStamp() {}

  /** Return the version that is written for an operator. */
  static int written(OpId op) {
    return op.domain().equals(OpId.ONNX) ? Math.min(op.version(), NEWEST_WRITTEN) : op.version();
  }

  /** Say why a node's operator cannot be written as an older version. */
  static Optional<String> refusal(Graph graph, Node node) {
    OpId op = node.op();
    if (!op.domain().equals(OpId.ONNX) || op.version() <= NEWEST_WRITTEN) {
      return Optional.empty();
    }
    if (op.version() > NEWEST_REVIEWED) {
      return Optional.of(
          "opset " + op.version() + " is newer than this backend knows (" + NEWEST_REVIEWED + ")");
    }
    // 28 defines shifts by more than the width; 11, which ONNX Runtime has, does not.
    boolean shift = op.version() >= NEW_SHIFT && op.type().equals("BitShift");
    // 28 defines fmod = 0 for floating point; 13, which ONNX Runtime has, forbids it.
    boolean floorMod =
        op.version() >= NEW_MOD && op.type().equals("Mod") && isFloorModOfFloats(graph, node);
    return shift || floorMod
        ? Optional.of(
            op + " means more than in opset " + NEWEST_WRITTEN + ", ONNX Runtime's newest")
        : Optional.empty();
  }

  /**
   * Return the newest standard opset of a graph's nodes and bodies; of a graph without, the newest.
   */
  static int standard(Graph graph) {
    int newest = 0;
    for (Graph part : Bodies.all(graph)) {
      for (Node node : part.nodes()) {
        newest = Math.max(newest, node.op().domain().equals(OpId.ONNX) ? node.op().version() : 0);
      }
    }
    return newest == 0 ? NEWEST_WRITTEN : newest;
  }

  /** Return the opset imports of a graph and its bodies, which have no {@link #conflict}. */
  static Map<String, Integer> imports(Graph graph) {
    Map<String, Integer> imports = new TreeMap<>();
    for (Graph part : Bodies.all(graph)) {
      part.nodes().forEach(node -> imports.put(node.op().domain(), written(node.op())));
    }
    imports.putIfAbsent(OpId.ONNX, NEWEST_WRITTEN);
    return imports;
  }

  /** Say which nodes need different versions of one domain: a model imports each only once. */
  static Optional<String> conflict(Graph graph) {
    Map<String, Node> first = new TreeMap<>();
    for (Graph part : Bodies.all(graph)) {
      for (Node node : part.nodes()) {
        Node other = first.putIfAbsent(node.op().domain(), node);
        if (other != null && written(other.op()) != written(node.op())) {
          return Optional.of(
              "%s of opset %d and %s of opset %d"
                  .formatted(
                      other.describe(),
                      other.op().version(),
                      node.describe(),
                      node.op().version()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFloorModOfFloats(Graph graph, Node node) {
    boolean floor = node.attributes().find("fmod").map(new Attribute.Int(0)::equals).orElse(true);
    return floor
        && graph.type(node.input(0)).map(type -> type.elementType().isFloating()).orElse(true);
  }
}
