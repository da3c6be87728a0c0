package io.blockquant.onnx.read;

import com.google.protobuf.ByteString;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.report.Problems;
import io.blockquant.onnx.tensor.TensorReader;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Read the attributes of one node; what the IR does not interpret is kept as it is encoded. */
final class AttributeReader {

  private final TensorReader tensors;
  private final Problems problems;
  private final Place node;
  private final Function<GraphProto, Graph> graphs;
  private final Optional<Map<String, Attribute>> arguments;

  /**
   * Read the attributes of a node.
   *
   * @param arguments what attributes may refer to: those of the call of the function around the
   *     node; empty outside of functions
   */
  AttributeReader(
      TensorReader tensors,
      Problems problems,
      Place node,
      Function<GraphProto, Graph> graphs,
      Optional<Map<String, Attribute>> arguments) {
    this.tensors = tensors;
    this.problems = problems;
    this.node = node;
    this.graphs = graphs;
    this.arguments = arguments;
  }

  Attributes read(List<AttributeProto> attributes) {
    Map<String, Attribute> read = new LinkedHashMap<>();
    for (AttributeProto attribute : attributes) {
      try {
        Attribute value = isReference(attribute) ? argument(attribute) : read(attribute);
        if (value != null && read.put(attribute.getName(), value) != null) {
          problems.error(
              error("an attribute MUST be given once", attribute)
                  .help("remove one of them")); // Which of the two is meant nobody can say.
        }
      } catch (BlockquantException e) {
        problems.errors(e);
      }
    }
    return Attributes.of(read);
  }

  private static boolean isReference(AttributeProto attribute) {
    return !attribute.getRefAttrName().isEmpty();
  }

  /** Return what the call gives; null where it gives nothing and there is no default. */
  private @Nullable Attribute argument(AttributeProto attribute) {
    return arguments
        .orElseThrow(() ->
            error("only a function's node MAY refer to an attribute of its function", attribute)
                .fact("refers to", attribute.getRefAttrName())
                .help("export the model again: the file is damaged")
                .asException())
        .get(attribute.getRefAttrName());
  }

  private Attribute read(AttributeProto attribute) {
    return switch (kind(attribute)) {
      case FLOAT -> new Attribute.Real(attribute.getF());
      case INT -> new Attribute.Int(attribute.getI());
      case STRING -> text(attribute, attribute.getS());
      case TENSOR -> tensor(attribute);
      case GRAPH -> new Attribute.Subgraph(graphs.apply(attribute.getG()));
      case FLOATS -> new Attribute.Reals(attribute.getFloatsList());
      case INTS -> new Attribute.Ints(attribute.getIntsList());
      case STRINGS -> texts(attribute);
      case GRAPHS ->
          new Attribute.Subgraphs(attribute.getGraphsList().stream().map(graphs).toList());
      case TENSORS -> {
        attribute.getTensorsList().forEach(tensor -> checkInline(attribute, tensor));
        yield opaque(attribute, AttributeKind.TENSORS);
      }
      case SPARSE_TENSOR -> {
        checkInline(attribute, attribute.getSparseTensor().getValues());
        checkInline(attribute, attribute.getSparseTensor().getIndices());
        yield opaque(attribute, AttributeKind.SPARSE_TENSOR);
      }
      case SPARSE_TENSORS -> {
        attribute
            .getSparseTensorsList()
            .forEach(sparse -> {
              checkInline(attribute, sparse.getValues());
              checkInline(attribute, sparse.getIndices());
            });
        yield opaque(attribute, AttributeKind.SPARSE_TENSORS);
      }
      case TYPE_PROTO -> opaque(attribute, AttributeKind.TYPE_PROTO);
      case TYPE_PROTOS -> opaque(attribute, AttributeKind.TYPE_PROTOS);
    };
  }

  /** Files before IR version 2 do not write the kind: the field that is set says it. */
  private AttributeKind kind(AttributeProto attribute) {
    if (attribute.getType() == 0) {
      return present(attribute)
          .orElseThrow(() ->
              error("an attribute MUST have a value", attribute)
                  .help("export the model again")
                  .asException());
    }
    return AttributeKind.fromCode(attribute.getType())
        .orElseThrow(() ->
            error("the kind of an attribute MUST be one of ONNX", attribute)
                .fact("found", "unknown kind " + attribute.getType())
                .help("export the model with an ONNX release up to 1.23")
                .asException());
  }

  private static Optional<AttributeKind> present(AttributeProto attribute) {
    Map<AttributeKind, Boolean> fields = new EnumMap<>(AttributeKind.class);
    fields.put(AttributeKind.FLOAT, attribute.hasF());
    fields.put(AttributeKind.INT, attribute.hasI());
    fields.put(AttributeKind.STRING, attribute.hasS());
    fields.put(AttributeKind.TENSOR, attribute.hasT());
    fields.put(AttributeKind.GRAPH, attribute.hasG());
    fields.put(AttributeKind.FLOATS, attribute.getFloatsCount() > 0);
    fields.put(AttributeKind.INTS, attribute.getIntsCount() > 0);
    fields.put(AttributeKind.STRINGS, attribute.getStringsCount() > 0);
    return fields.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** A tensor of strings has no place in the IR, but the node that holds it may still be run. */
  private Attribute tensor(AttributeProto attribute) {
    TensorProto tensor = attribute.getT();
    if (tensor.getDataType() == ElementType.STRING.onnxCode()) {
      checkInline(attribute, tensor);
      if (tensor.hasRawData()) {
        throw error("a tensor of strings MUST NOT have raw_data", attribute)
            .help("export the model again: the file is damaged")
            .asException();
      }
      return opaque(attribute, AttributeKind.TENSOR);
    }
    return new Attribute.TensorValue(
        tensors.read(tensor, node.atTensor("attribute '" + attribute.getName() + "'")));
  }

  private static Attribute text(AttributeProto attribute, ByteString bytes) {
    return bytes.isValidUtf8()
        ? new Attribute.Text(bytes.toStringUtf8())
        : opaque(attribute, AttributeKind.STRING);
  }

  private static Attribute texts(AttributeProto attribute) {
    return attribute.getStringsList().stream().allMatch(ByteString::isValidUtf8)
        ? new Attribute.Texts(
            attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList())
        : opaque(attribute, AttributeKind.STRINGS);
  }

  private void checkInline(AttributeProto attribute, TensorProto tensor) {
    if (tensor.getExternalDataCount() > 0 || tensor.getDataLocation() != 0) {
      throw error("tensors of this kind of attribute MUST be stored in the model", attribute)
          .help("save the model without external data for attributes")
          .asException();
    }
  }

  private static Attribute opaque(AttributeProto attribute, AttributeKind kind) {
    return new Attribute.Opaque(kind.name(), attribute.toByteArray());
  }

  private Diagnostic.Builder error(String rule, AttributeProto attribute) {
    return Diagnostic.error("Onnx.Attribute", rule).at(node).fact("attribute", attribute.getName());
  }
}
