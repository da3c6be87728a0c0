package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.types.ElementTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compute a node in a wider type than it has, between casts.
 *
 * <p>BFLOAT16 becomes FLOAT: each result is rounded once more. Small integers become INT64, for
 * operators whose result has the same low bits then.
 */
final class Widening {

  /** Operators on integers that a wider type leaves as they are, but for the bits above. */
  private static final Set<String> INTEGER_OPERATORS =
      Set.of(
          "Abs",
          "Add",
          "ArgMax",
          "ArgMin",
          "Clip",
          "CumSum",
          "Div",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "MatMul",
          "Max",
          "Min",
          "Mod",
          "Mul",
          "Neg",
          "Range",
          "ReduceMax",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "Relu",
          "Sign",
          "Sub",
          "Sum",
          "TopK",
          "Where");

  /**
   * A node in a wider type.
   *
   * @param before casts of its inputs
   * @param node the node, of the wider type
   * @param graph what is known of the values that it reads
   * @param after casts of its outputs
   * @param type the wider type
   */
  record Wide(List<Node> before, Node node, Graph graph, List<Node> after, ElementType type) {}

  private Widening() {}

  /** Return the type that a node might be widened from. */
  static Optional<ElementType> candidate(Call call) {
    for (String read : call.node().inputs()) {
      Optional<ElementType> type = call.graph().type(read).map(TensorType::elementType);
      if (type.filter(found -> isNarrow(found, call.node())).isPresent()) {
        return type;
      }
    }
    return Optional.empty();
  }

  private static boolean isNarrow(ElementType type, Node node) {
    return type == ElementType.BFLOAT16
        || type.isInteger()
            && type.bits() < Long.SIZE
            && type != ElementType.INT32
            && INTEGER_OPERATORS.contains(node.op().type());
  }

  /** Return the node between casts. */
  static Wide of(Call call, ElementType narrow) {
    ElementType wide = narrow == ElementType.BFLOAT16 ? ElementType.FLOAT : ElementType.INT64;
    Emitter before = new Emitter(call);
    Map<String, TensorType> types = new LinkedHashMap<>(call.graph().types());
    List<String> inputs = new ArrayList<>();
    for (String input : call.node().inputs()) {
      Optional<TensorType> type = call.graph().type(input);
      if (type.map(TensorType::elementType).filter(found -> found == narrow).isPresent()) {
        String cast = before.cast(input, wide);
        types.put(cast, type.get().withElementType(wide));
        inputs.add(cast);
      } else {
        inputs.add(input);
      }
    }
    ElementTypes inference =
        new ElementTypes(name -> call.graph().type(name).map(TensorType::elementType));
    Emitter after = new Emitter(call);
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < call.node().outputs().size(); i++) {
      String output = call.node().output(i);
      boolean narrowed =
          inference.output(call.node(), i).filter(type -> type == narrow).isPresent();
      String computed = narrowed && !output.isEmpty() ? output + "/wide" : output;
      outputs.add(computed);
      if (!computed.equals(output)) {
        after.output(i, "Cast", Emitter.to(narrow), computed);
      }
    }
    Node node =
        new Node(
            call.node().name(),
            call.node().op(),
            inputs,
            outputs,
            call.node().attributes(),
            call.node().origin());
    Graph graph = Surroundings.of(call.graph().withTypes(types), node);
    return new Wide(before.done("").nodes(), node, graph, after.done("").nodes(), wide);
  }
}
