package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.FunctionProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The nodes of a model's own functions take the places of the calls. */
class FunctionTest {

  @Test
  void nodesOfAFunctionTakeThePlaceOfItsCall() {
    FunctionProto.Builder twice =
        function("Twice", List.of("a"), List.of("c"))
            .addNode(Protos.node("Relu", "first", List.of("a"), "b"))
            .addNode(Protos.node("Neg", "second", List.of("b"), "c"));
    Graph graph = load(graph(call("Twice", List.of("x"), "y")), twice);
    assertEquals(List.of("Relu", "Neg"), types(graph));
    assertEquals("x", graph.nodes().get(0).input(0));
    assertEquals("y", graph.nodes().get(1).output(0));
    assertEquals(graph.nodes().get(0).output(0), graph.nodes().get(1).input(0));
  }

  @Test
  void twoCallsShareNoName() {
    FunctionProto.Builder twice =
        function("Twice", List.of("a"), List.of("c"))
            .addNode(Protos.node("Relu", "", List.of("a"), "b"))
            .addNode(Protos.node("Neg", "", List.of("b"), "c"));
    Graph graph =
        load(graph(call("Twice", List.of("x"), "m"), call("Twice", List.of("m"), "y")), twice);
    assertEquals(4, graph.nodes().stream().flatMap(n -> n.outputs().stream()).distinct().count());
    assertEquals("m", graph.nodes().get(2).input(0));
  }

  @Test
  void attributesReferToThoseOfTheCallOrTheirDefaults() {
    FunctionProto.Builder leaky =
        function("Leaky", List.of("a"), List.of("b"))
            .addAttribute("absent")
            .addAttributeProto(real("slope", 0.5f))
            .addNode(
                Protos.node("LeakyRelu", "", List.of("a"), "b")
                    .addAttribute(reference("alpha", "slope"))
                    .addAttribute(reference("other", "absent")));
    Graph byDefault = load(graph(call("Leaky", List.of("x"), "y")), leaky);
    assertEquals(
        Optional.of(new Attribute.Real(0.5f)), byDefault.nodes().get(0).attributes().find("alpha"));
    assertFalse(byDefault.nodes().get(0).attributes().has("other"));
    Graph given =
        load(graph(call("Leaky", List.of("x"), "y").addAttribute(real("slope", 0.1f))), leaky);
    assertEquals(
        Optional.of(new Attribute.Real(0.1f)), given.nodes().get(0).attributes().find("alpha"));
  }

  @Test
  void functionsCallFunctionsAndReadWhatIsNotGiven() {
    FunctionProto.Builder inner =
        function("Inner", List.of("a", "limit"), List.of("b"))
            .addNode(Protos.node("Clip", "", List.of("a", "", "limit"), "b"));
    FunctionProto.Builder outer =
        function("Outer", List.of("a"), List.of("b"))
            .addNode(call("Inner", List.of("a"), "m"))
            .addNode(Protos.node("Neg", "", List.of("m"), "b"));
    Graph graph = load(graph(call("Outer", List.of("x"), "y")), inner, outer);
    assertEquals(List.of("Clip", "Neg"), types(graph));
    assertEquals(List.of("x", "", ""), graph.nodes().get(0).inputs());
  }

  @Test
  void anInputThatIsHandedOnIsCopied() {
    FunctionProto.Builder hand = function("Hand", List.of("a"), List.of("a"));
    Graph graph = load(graph(call("Hand", List.of("x"), "y")), hand);
    assertEquals(List.of("Identity"), types(graph));
    assertEquals(List.of("x"), graph.nodes().get(0).inputs());
    assertEquals(List.of("y"), graph.nodes().get(0).outputs());
  }

  @Test
  void bodiesInsideFunctionsAreRenamedToo() {
    GraphProto.Builder branch =
        GraphProto.newBuilder()
            .addNode(Protos.node("Neg", "", List.of("a"), "t"))
            .addOutput(Protos.value("t", ElementType.FLOAT, 4));
    FunctionProto.Builder choose =
        function("Choose", List.of("a", "c"), List.of("b"))
            .addNode(
                Protos.node("If", "", List.of("c"), "b")
                    .addAttribute(Protos.body("then_branch", branch))
                    .addAttribute(Protos.body("else_branch", branch)));
    Graph graph = load(graph(call("Choose", List.of("x", "x"), "y")), choose);
    Graph body = graph.nodes().get(0).attributes().subgraphs().get(0);
    assertEquals("x", body.nodes().get(0).input(0));
    assertEquals(body.nodes().get(0).output(0), body.outputs().get(0).name());
    assertEquals("y/Choose/t", body.outputs().get(0).name());
  }

  private static Graph load(GraphProto.Builder graph, FunctionProto.Builder... functions) {
    ModelProto.Builder model = Protos.model(21, graph);
    for (FunctionProto.Builder function : functions) {
      model.addFunctions(function);
    }
    return Protos.load(model).graph();
  }

  private static GraphProto.Builder graph(NodeProto.Builder... nodes) {
    GraphProto.Builder graph = Protos.graph();
    for (NodeProto.Builder node : nodes) {
      graph.addNode(node);
    }
    return graph;
  }

  private static NodeProto.Builder call(String name, List<String> inputs, String output) {
    return Protos.node(name, "call", inputs, output).setDomain("custom");
  }

  private static FunctionProto.Builder function(
      String name, List<String> inputs, List<String> outputs) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName(name)
            .setDomain("custom")
            .addAllInput(inputs)
            .addAllOutput(outputs);
    function.addOpsetImportBuilder().setDomain("").setVersion(21);
    return function;
  }

  private static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(1).setF(value).build();
  }

  private static AttributeProto reference(String name, String to) {
    return AttributeProto.newBuilder().setName(name).setType(1).setRefAttrName(to).build();
  }

  private static List<String> types(Graph graph) {
    return graph.nodes().stream().map(Node::op).map(op -> op.type()).toList();
  }
}
