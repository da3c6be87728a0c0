package io.blockquant.onnx.read;

import io.blockquant.onnx.proto.FunctionProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hold the functions that a model defines: operators as graphs of others. */
final class Functions {

  /** How deep functions may call each other; the deepest published models reach 6. */
  static final int MAX_CALLS = 32;

  /** How many nodes calls may add: a few small functions can stand for more than any memory. */
  static final int MAX_NODES = 1_000_000;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private int nodes;

  Functions(List<FunctionProto> written) {
    for (FunctionProto function : written) {
      String domain = Opsets.domain(function.getDomain());
      // ONNX forbids two of one name; the first is as good as the other.
      functions.putIfAbsent(key(domain, function.getName(), function.getOverload()), function);
    }
  }

  /** Return the function that a node calls. */
  Optional<FunctionProto> find(String domain, String name, String overload) {
    return Optional.ofNullable(functions.get(key(domain, name, overload)));
  }

  /** Count the nodes of one more call; false if there are too many. */
  boolean count(FunctionProto function) {
    nodes += function.getNodeCount();
    return nodes <= MAX_NODES;
  }

  private static String key(String domain, String name, String overload) {
    return domain + "::" + name + ":" + overload;
  }
}
