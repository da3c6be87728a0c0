package io.blockquant.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.List;

/** Tell what ONNX Runtime lacks from what is wrong with a graph. */
final class MissingOperator {

  /** What 1.29.0 says of an operator without a schema, and of a domain newer than it knows. */
  private static final List<String> PHRASES =
      List.of(
          "No Op registered for",
          "is not a registered function/op",
          "Could not find an implementation",
          // A kernel that refuses an attribute when it is made; a wrong graph fails before that.
          "Exception during initialization",
          "only *guarantees* support for models stamped with official released onnx opset");

  private MissingOperator() {}

  /** Return {@code true} if the node failed only because ONNX Runtime does not have it. */
  static boolean isCause(OrtException failure, Node node) {
    // Written as an older opset, it may use what only its own opset allows.
    boolean olderSchema =
        node.op().domain().equals(OpId.ONNX) && node.op().version() > OpsetStamp.NEWEST_WRITTEN;
    return olderSchema
        || failure.getCode() == OrtErrorCode.ORT_NOT_IMPLEMENTED
        || PHRASES.stream().anyMatch(OrtMessages.raw(failure)::contains);
  }
}
