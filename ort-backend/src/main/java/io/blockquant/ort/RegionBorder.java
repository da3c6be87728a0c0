package io.blockquant.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.ort.lowering.LoweredGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Say what crosses the border of a region as what.
 *
 * <p>The Java API has no UINT16, UINT32 and UINT64: they cross as signed integers, with a Cast on
 * ONNX Runtime's side that keeps every bit. Low-precision codes cross as bytes.
 *
 * @param inputs the inputs as the session declares them
 * @param before casts of inputs
 * @param after casts of outputs
 * @param outputNames what the session calls each computed output
 * @param types the type of each output that does not cross as it is
 */
record RegionBorder(
    List<Value> inputs,
    List<Node> before,
    List<Node> after,
    List<String> outputNames,
    Map<String, ElementType> types) {

  private static final String SIGNED = "/signed";

  /** Draw the border of a region whose inputs have known types. */
  static RegionBorder of(Graph region, List<String> computed, LoweredGraph lowered) {
    int opset = OpsetStamp.standard(region);
    List<Value> inputs = new ArrayList<>();
    List<Node> before = new ArrayList<>();
    for (Value input : region.inputs()) {
      TensorType type = lowered.written(input.name(), region.type(input.name()).orElseThrow());
      ElementType element = type.elementType();
      if (OrtTypes.crossesAsSigned(element)) {
        String crossing = input.name() + SIGNED;
        inputs.add(new Value(crossing, type.withElementType(OrtTypes.signed(element))));
        before.add(cast(crossing, input.name(), element, opset));
      } else {
        inputs.add(new Value(input.name(), type));
      }
    }
    List<Node> after = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Map<String, ElementType> types = new HashMap<>(lowered.carried());
    for (String output : computed) {
      ElementType type = region.type(output).map(TensorType::elementType).orElse(ElementType.FLOAT);
      if (OrtTypes.crossesAsSigned(type)) {
        names.add(output + SIGNED);
        after.add(cast(output, output + SIGNED, OrtTypes.signed(type), opset));
        types.put(output, type);
      } else {
        names.add(output);
      }
    }
    return new RegionBorder(inputs, before, after, names, types);
  }

  /** Return what the session calls each input. */
  List<String> inputNames() {
    return inputs.stream().map(Value::name).toList();
  }

  /** Return the type of an output that the session has as {@code seen}. */
  ElementType outputType(String name, ElementType seen) {
    return types.getOrDefault(name, seen);
  }

  private static Node cast(String from, String to, ElementType type, int opset) {
    return new Node(
        to,
        new OpId(OpId.ONNX, "Cast", opset),
        List.of(from),
        List.of(to),
        Attributes.NONE.with("to", type.onnxCode()));
  }
}
