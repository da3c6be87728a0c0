package io.blockquant.onnx.read;

import io.blockquant.core.graph.Attribute;
import io.blockquant.onnx.proto.FunctionProto;
import io.blockquant.onnx.proto.OperatorSetIdProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Say where a node stands: in the graph of the model, or in the body of a function that was called.
 *
 * @param nesting how deep it is in subgraphs
 * @param calls how many calls it is in
 * @param versions the opsets that the function declares; empty outside of functions
 * @param arguments the attributes of the call; empty outside of functions
 */
record NodeScope(
    int nesting,
    int calls,
    Map<String, Integer> versions,
    Optional<Map<String, Attribute>> arguments) {

  static final NodeScope MODEL = new NodeScope(0, 0, Map.of(), Optional.empty());

  /** Return the scope of a subgraph of a node. */
  NodeScope body() {
    return new NodeScope(nesting + 1, calls, versions, arguments);
  }

  /** Return the scope of the nodes of a function. */
  NodeScope call(FunctionProto function, Map<String, Attribute> attributes) {
    Map<String, Integer> declared = new HashMap<>();
    for (OperatorSetIdProto set : function.getOpsetImportList()) {
      int version = (int) Math.clamp(set.getVersion(), 1, Integer.MAX_VALUE);
      declared.merge(Opsets.domain(set.getDomain()), version, Math::max);
    }
    return new NodeScope(nesting, calls + 1, declared, Optional.of(attributes));
  }
}
