package io.blockquant.core.graph;

import io.blockquant.core.tensor.Tensor;
import java.util.List;

/** Hold the value of one attribute of a node; the kinds are those of ONNX. */
public sealed interface Attribute {

  /** An integer (ONNX INT); also booleans and ONNX element types. */
  record Int(long value) implements Attribute {}

  /** A float (ONNX FLOAT). */
  record Real(float value) implements Attribute {}

  /** A string (ONNX STRING), UTF-8. */
  record Text(String value) implements Attribute {}

  /** A list of integers (ONNX INTS). */
  record Ints(List<Long> values) implements Attribute {
    public Ints {
      values = List.copyOf(values);
    }
  }

  /** A list of floats (ONNX FLOATS). */
  record Reals(List<Float> values) implements Attribute {
    public Reals {
      values = List.copyOf(values);
    }
  }

  /** A list of strings (ONNX STRINGS). */
  record Texts(List<String> values) implements Attribute {
    public Texts {
      values = List.copyOf(values);
    }
  }

  /** A tensor (ONNX TENSOR). */
  record TensorValue(Tensor value) implements Attribute {}

  /** A subgraph (ONNX GRAPH): the body of If, Loop or Scan. */
  record Subgraph(Graph value) implements Attribute {}

  /** A list of subgraphs (ONNX GRAPHS). */
  record Subgraphs(List<Graph> values) implements Attribute {
    public Subgraphs {
      values = List.copyOf(values);
    }
  }

  /**
   * A value that the IR does not interpret (ONNX TYPE_PROTO, SPARSE_TENSOR, ...): kept so that it
   * can be written again.
   *
   * @param kind the ONNX name of the kind
   * @param encoded the serialized attribute; neither copied nor changed
   */
  record Opaque(String kind, byte[] encoded) implements Attribute {}

  /** Return the ONNX name of the kind, for messages. */
  default String kindName() {
    return switch (this) {
      case Int _ -> "INT";
      case Real _ -> "FLOAT";
      case Text _ -> "STRING";
      case Ints _ -> "INTS";
      case Reals _ -> "FLOATS";
      case Texts _ -> "STRINGS";
      case TensorValue _ -> "TENSOR";
      case Subgraph _ -> "GRAPH";
      case Subgraphs _ -> "GRAPHS";
      case Opaque opaque -> opaque.kind();
    };
  }
}
