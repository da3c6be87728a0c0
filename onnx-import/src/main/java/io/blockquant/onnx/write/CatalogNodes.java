package io.blockquant.onnx.write;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.AttributeKindException;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Choose the ONNX operator that says what a catalog operator means.
 *
 * <p>The standard operator where the opset has all it takes, else TensorRT's, else our own domain:
 * whatever is chosen, reading it again gives the same node.
 */
final class CatalogNodes {

  private static final String TENSOR_RT = "trt";
  private static final int TENSOR_RT_VERSION = 1;

  private final int opset;
  private final Graph graph;
  private final Map<String, Node> producers = new HashMap<>();

  CatalogNodes(Graph graph, int opset) {
    this.graph = graph;
    this.opset = opset;
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
    }
  }

  /** Return the node to write for a node of the graph. */
  Node translate(Node node) {
    if (!node.op().domain().equals(OpId.BLOCKQUANT)) {
      return node;
    }
    try {
      return switch (node.op().type()) {
        case "DynamicQuantize" -> dynamicQuantize(node);
        case "Quantize" -> quantize(node);
        case "Dequantize" -> dequantize(node);
        case "Cast" -> cast(node);
        case "BitCast" -> opset >= 26 ? as(node, OpId.ONNX, "BitCast", node.attributes()) : node;
        default -> node;
      };
    } catch (AttributeKindException e) {
      return node; // A wrong node is written as it is: reading it again finds the same fault.
    }
  }

  private Node dynamicQuantize(Node node) {
    Attributes attributes = node.attributes();
    boolean oneDimension = attributes.has("axis") && !attributes.has("block_shape");
    // Only `floor` has to be said: `up` is what everybody else does.
    Attributes written =
        attributes.text("scale_rounding").orElse("up").equals("up")
            ? attributes.without("scale_rounding")
            : attributes;
    if (!oneDimension) {
      return attributes.has("block_shape")
              && onlyHas(written, "block_shape", "output_type", "scale_type")
          ? as(node, TENSOR_RT, "TRT_DynamicQuantize", written)
          : node;
    }
    if (!onlyHas(written, "axis", "block_size", "output_type", "scale_type")) {
      return node;
    }
    if (recipe(attributes, ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN) && node.hasInput(1)) {
      return as(node, TENSOR_RT, "TRT_FP4DynamicQuantize", written.without("output_type"));
    }
    if (recipe(attributes, ElementType.FLOAT8E4M3FN, ElementType.FLOAT8E8M0)) {
      Attributes plain = written.without("output_type").without("scale_type");
      return as(node, TENSOR_RT, "TRT_MXFP8DynamicQuantize", plain);
    }
    return node;
  }

  private static boolean recipe(Attributes attributes, ElementType data, ElementType scale) {
    return attributes.integer("output_type", 0) == data.onnxCode()
        && attributes.integer("scale_type", 0) == scale.onnxCode();
  }

  private Node quantize(Node node) {
    Attributes written = rename(node.attributes(), "output_type", "output_dtype");
    boolean inFloat = written.integer("precision", 0) == ElementType.FLOAT.onnxCode();
    if (written.has("block_shape")) {
      boolean expressible = onlyHas(written, "block_shape", "output_dtype", "precision");
      return inFloat && expressible && written.has("output_dtype")
          ? as(node, TENSOR_RT, "TRT_BlockQuantize", written.without("precision"))
          : node;
    }
    if (opset >= sinceQuantize(written)) {
      return as(node, OpId.ONNX, "QuantizeLinear", written);
    }
    return inFloat ? as(node, TENSOR_RT, "QuantizeLinear", written.without("precision")) : node;
  }

  private Node dequantize(Node node) {
    Attributes written = rename(node.attributes(), "output_type", "output_dtype");
    if (written.has("block_shape")) {
      return as(node, TENSOR_RT, "TRT_BlockDequantize", written);
    }
    boolean powersOfTwo = hasPowerOfTwoScale(node);
    int since = powersOfTwo ? 24 : sinceDequantize(written);
    if (opset >= since) {
      return as(node, OpId.ONNX, "DequantizeLinear", written);
    }
    String type = powersOfTwo ? "TRT_MXFP8DequantizeLinear" : "DequantizeLinear";
    return as(node, TENSOR_RT, type, written);
  }

  /** Cast to a wide type is only known for ours by its input: that stays with our own name. */
  private Node cast(Node node) {
    ElementType to =
        ElementType.fromOnnxCode(Math.clamp(node.attributes().integer("to", 0), 0, 1 << 16))
            .orElse(ElementType.FLOAT);
    boolean sayable = to.isSubByte() || to.isLowPrecisionFloat();
    return sayable && opset >= sinceCast(to)
        ? as(node, OpId.ONNX, "Cast", node.attributes())
        : node;
  }

  private static int sinceCast(ElementType to) {
    return switch (to) {
      case FLOAT6E2M3, FLOAT6E3M2 -> 28;
      case INT2, UINT2 -> 25;
      case FLOAT8E8M0 -> 24;
      case FLOAT4E2M1 -> 23;
      case INT4, UINT4 -> 21;
      default -> 19;
    };
  }

  private static int sinceQuantize(Attributes attributes) {
    if (attributes.has("precision")) {
      return 23;
    }
    if (attributes.has("block_size") || attributes.has("output_dtype")) {
      return 21;
    }
    return attributes.has("saturate") ? 19 : attributes.has("axis") ? 13 : 10;
  }

  private static int sinceDequantize(Attributes attributes) {
    if (attributes.has("output_dtype")) {
      return 23;
    }
    return attributes.has("block_size") ? 21 : attributes.has("axis") ? 13 : 10;
  }

  private boolean hasPowerOfTwoScale(Node node) {
    Node producer = producers.get(node.input(1));
    if (producer != null && producer.op().type().equals("DynamicQuantize")) {
      return producer.attributes().integer("scale_type", 0) == ElementType.FLOAT8E8M0.onnxCode();
    }
    return graph
        .type(node.input(1))
        .map(type -> type.elementType() == ElementType.FLOAT8E8M0)
        .orElse(false);
  }

  private static boolean onlyHas(Attributes attributes, String... names) {
    return Set.of(names).containsAll(attributes.asMap().keySet());
  }

  private static Attributes rename(Attributes attributes, String from, String to) {
    return attributes
        .find(from)
        .map(value -> attributes.without(from).with(to, value))
        .orElse(attributes);
  }

  private Node as(Node node, String domain, String type, Attributes attributes) {
    int version = domain.equals(OpId.ONNX) ? opset : TENSOR_RT_VERSION;
    OpId op = new OpId(domain, type, version);
    return new Node(node.name(), op, node.inputs(), node.outputs(), attributes);
  }
}
