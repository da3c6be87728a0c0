package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Optional;
import java.util.Set;

/**
 * Carry low-precision values through operators that only move them, as bytes.
 *
 * <p>ONNX Runtime's Java API carries none of these types and few kernels take them, but what is
 * only moved may be of any type: a code is a UINT8.
 */
public final class Carriers {

  /** The type that stands for all low-precision ones. */
  public static final ElementType BYTE = ElementType.UINT8;

  private static final Set<String> MOVING =
      Set.of(
          "CenterCropPad",
          "Compress",
          "Concat",
          "ConstantOfShape",
          "DepthToSpace",
          "Expand",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "Identity",
          "Pad",
          "Reshape",
          "ReverseSequence",
          "ScatterElements",
          "ScatterND",
          "Shape",
          "Size",
          "Slice",
          "SpaceToDepth",
          "Split",
          "Squeeze",
          "Tile",
          "Transpose",
          "Trilu",
          "Unsqueeze",
          "Where");

  /** Operators that write zeros of their own, which FLOAT8E8M0 does not have. */
  private static final Set<String> FILLING = Set.of("CenterCropPad", "Trilu");

  private Carriers() {}

  /** Return {@code true} for the types that are carried. */
  public static boolean isCarried(ElementType type) {
    return type.isLowPrecisionFloat() || type.isSubByte();
  }

  /** Return {@code true} if a node reads or makes low-precision values and only moves them. */
  public static boolean moves(Graph graph, Node node) {
    if (!node.op().domain().equals(OpId.ONNX) || !MOVING.contains(node.op().type())) {
      return false;
    }
    Optional<ElementType> low = lowPrecision(graph, node);
    return low.isPresent() && !(low.get() == ElementType.FLOAT8E8M0 && fills(node)) && !adds(node);
  }

  private static Optional<ElementType> lowPrecision(Graph graph, Node node) {
    return node.inputs().stream()
        .flatMap(name -> graph.type(name).stream())
        .map(TensorType::elementType)
        .filter(Carriers::isCarried)
        .findFirst()
        .or(() -> filled(node).map(Tensor::elementType).filter(Carriers::isCarried));
  }

  private static Optional<Tensor> filled(Node node) {
    return node.op().type().equals("ConstantOfShape")
            && node.attributes().find("value").orElse(null) instanceof Attribute.TensorValue value
        ? Optional.of(value.value())
        : Optional.empty();
  }

  private static boolean fills(Node node) {
    boolean padsWithZeros = node.op().type().equals("Pad") && !node.hasInput(2);
    return padsWithZeros || FILLING.contains(node.op().type());
  }

  /** Scattering may add or compare what it writes. */
  private static boolean adds(Node node) {
    return node.attributes().find("reduction").orElse(null) instanceof Attribute.Text text
        && !text.value().equals("none");
  }

  /** Return the node as it is written: a tensor inside it as bytes. */
  public static Node carry(Node node) {
    return filled(node)
        .map(value ->
            node.withAttributes(
                node.attributes().with("value", new Attribute.TensorValue(toBytes(value)))))
        .orElse(node);
  }

  /** Return the codes of a tensor, one per byte; a view where they are bytes already. */
  public static Tensor toBytes(Tensor codes) {
    if (!codes.elementType().isSubByte()) {
      return codes.bitcast(BYTE);
    }
    Tensor bytes = Tensor.allocate(BYTE, codes.shape());
    unpack(codes, bytes);
    return bytes;
  }

  /** Write each code to a byte of its own. */
  public static void unpack(Tensor codes, Tensor bytes) {
    for (long i = 0; i < codes.elementCount(); i++) {
      Elements.setCode(bytes, i, Elements.code(codes, i));
    }
  }

  /** Pack the codes that bytes hold; unused bits of the last byte become 0. */
  public static void pack(Tensor bytes, Tensor codes) {
    codes.segment().fill((byte) 0);
    for (long i = 0; i < codes.elementCount(); i++) {
      Elements.setCode(codes, i, Elements.code(bytes, i));
    }
  }
}
