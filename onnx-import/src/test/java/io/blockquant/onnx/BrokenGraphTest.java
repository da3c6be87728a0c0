package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.FunctionProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.proto.SparseTensorProto;
import io.blockquant.onnx.proto.TypeProto;
import io.blockquant.onnx.proto.ValueInfoProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each fault of a graph has its code and its facts, and all faults of a file are told at once. */
class BrokenGraphTest {

  @Test
  void cyclesNameTheirNodes() {
    GraphProto.Builder graph =
        Protos.graph()
            .addNode(Protos.node("Add", "n1", List.of("x", "b"), "a"))
            .addNode(Protos.node("Relu", "n2", List.of("a"), "b"))
            .addNode(Protos.node("Relu", "n3", List.of("b"), "y"));
    refused(graph, "Graph.Cycle", "n1, n2", "b is used before it is produced");
  }

  @Test
  void aNodeMayNotReadItself() {
    GraphProto.Builder graph = Protos.graph().addNode(Protos.node("Relu", "n", List.of("y"), "y"));
    refused(graph, "Graph.Cycle", "'n'", "y is used before it is produced");
  }

  @Test
  void cyclesThroughSubgraphsAreFound() {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addNode(Protos.node("Relu", "inner", List.of("b"), "t"))
            .addOutput(Protos.value("t", ElementType.FLOAT, 4));
    GraphProto.Builder graph =
        Protos.graph()
            .addNode(
                Protos.node("If", "n1", List.of("x"), "a")
                    .addAttribute(Protos.body("then_branch", body)))
            .addNode(Protos.node("Relu", "n2", List.of("a"), "b"))
            .addNode(Protos.node("Relu", "n3", List.of("b"), "y"));
    refused(graph, "Graph.Cycle", "n1, n2");
  }

  @Test
  void tensorsAreProducedOnce() {
    GraphProto.Builder twice =
        Protos.graph()
            .addNode(Protos.node("Relu", "n1", List.of("x"), "y"))
            .addNode(Protos.node("Abs", "n2", List.of("x"), "y"));
    refused(twice, "Graph.DuplicateValue", "y", "n1", "n2");
    GraphProto.Builder overInput =
        Protos.graph()
            .addNode(Protos.node("RandomNormal", "n1", List.of(), "x"))
            .addNode(Protos.node("Relu", "n2", List.of("x"), "y"));
    refused(overInput, "Graph.DuplicateValue", "a graph input");
    GraphProto.Builder initializers =
        Protos.addingTo(Protos.floats("w", 1, 2, 3, 4)).addInitializer(Protos.floats("w", 5));
    refused(initializers, "Graph.DuplicateValue", "initializer name w occurs twice");
  }

  @Test
  void whatIsReadMustBeDefined() {
    GraphProto.Builder input =
        Protos.graph().addNode(Protos.node("Add", "n", List.of("x", "absent"), "y"));
    refused(input, "Graph.UndefinedValue", "input 1 'absent'", "'n'");
    refused(Protos.graph(), "Graph.UndefinedValue", "graph output 'y'");
    GraphProto.Builder body =
        GraphProto.newBuilder().addNode(Protos.node("Relu", "inner", List.of("absent"), "t"));
    GraphProto.Builder inBody =
        Protos.graph()
            .addNode(
                Protos.node("If", "n", List.of("x"), "y")
                    .addAttribute(Protos.body("then_branch", body)));
    refused(inBody, "Graph.UndefinedValue", "'inner'");
  }

  @Test
  void dimsAreCheckedBeforeAnythingIsAllocated() {
    refused(Protos.addingTo(Protos.tensor("w", 1, -4)), "Onnx.Dims", "dimension 0", "(-4)");
    refused(
        Protos.addingTo(Protos.tensor("w", 1, 1L << 31, 1L << 31)),
        "Onnx.Dims",
        "18446744073709551616 bytes");
    refused(
        Protos.addingTo(Protos.tensor("w", 1, 1L << 32, 1L << 32, 1)),
        "Onnx.Dims",
        "element count overflows 64 bits");
    refused(
        Protos.addingTo(Protos.tensor("w", 1, 1L << 40)),
        "Onnx.DataLength",
        "needs 4398046511104 bytes",
        "has no data");
  }

  @Test
  void typesMustBeKnownAndSupported() {
    refused(
        Protos.addingTo(Protos.tensor("w", 99, 1)),
        "Onnx.UnknownElementType",
        "initializer 'w'",
        "unknown element type 99");
    refused(Protos.addingTo(Protos.tensor("w", 0, 1)), "Onnx.UnknownElementType", "0");
    refused(Protos.addingTo(Protos.tensor("w", 8, 1)), "Onnx.DataLength", "STRING", "string_data");
    refused(
        Protos.addingTo(Protos.tensor("w", 8, 1).setRawData(ByteString.copyFromUtf8("text"))),
        "Onnx.DataLength",
        "raw_data");
    GraphProto.Builder sparse =
        Protos.graph()
            .addNode(Protos.node("Add", "n", List.of("x", "s"), "y"))
            .addSparseInitializer(
                SparseTensorProto.newBuilder().setValues(Protos.floats("s", 1)).addDims(9));
    refused(sparse, "Onnx.UnsupportedType", "sparse initializer 's'");
    TypeProto.Builder sequence = TypeProto.newBuilder();
    sequence.getSequenceTypeBuilder();
    GraphProto.Builder input =
        Protos.graph()
            .addInput(ValueInfoProto.newBuilder().setName("list").setType(sequence))
            .addNode(Protos.node("Relu", "n", List.of("x"), "y"));
    refused(input, "Onnx.UnsupportedType", "graph input 'list'", "a sequence");
    GraphProto.Builder untyped =
        Protos.graph()
            .addInput(ValueInfoProto.newBuilder().setName("u"))
            .addNode(Protos.node("Relu", "n", List.of("x"), "y"));
    refused(untyped, "Onnx.MissingType", "graph input 'u'");
  }

  @Test
  void functionsMustEnd() {
    FunctionProto.Builder endless =
        FunctionProto.newBuilder()
            .setName("Mine")
            .setDomain("custom")
            .addInput("a")
            .addOutput("b")
            .addNode(Protos.node("Mine", "again", List.of("a"), "b").setDomain("custom"));
    GraphProto.Builder graph =
        Protos.graph().addNode(Protos.node("Mine", "n", List.of("x"), "y").setDomain("custom"));
    refused(Protos.model(25, graph).addFunctions(endless), "Onnx.TooDeep", "custom::Mine");
  }

  /** Thirty functions of two calls each would be a billion nodes. */
  @Test
  void functionsMustNotExplode() {
    GraphProto.Builder graph =
        Protos.graph().addNode(Protos.node("F0", "n", List.of("x"), "y").setDomain("custom"));
    ModelProto.Builder model = Protos.model(25, graph);
    for (int i = 0; i < 30; i++) {
      model.addFunctions(
          FunctionProto.newBuilder()
              .setName("F" + i)
              .setDomain("custom")
              .addInput("a")
              .addOutput("c")
              .addNode(Protos.node("F" + (i + 1), "", List.of("a"), "b").setDomain("custom"))
              .addNode(Protos.node("F" + (i + 1), "", List.of("b"), "c").setDomain("custom")));
    }
    refused(model, "Onnx.TooDeep", "1000000");
  }

  /** What a function does not define is not taken from around its call. */
  @Test
  void functionsSeeNothingAroundThem() {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName("Mine")
            .setDomain("custom")
            .addInput("a")
            .addOutput("b")
            .addNode(Protos.node("Add", "add", List.of("a", "x"), "b"));
    GraphProto.Builder graph =
        Protos.graph().addNode(Protos.node("Mine", "n", List.of("x"), "y").setDomain("custom"));
    refused(Protos.model(25, graph).addFunctions(function), "Graph.UndefinedValue", "y/Mine/x");
  }

  @Test
  void attributesMustMakeSense() {
    refused(withAttribute(AttributeProto.newBuilder().setName("a").setType(77)), "unknown kind 77");
    refused(withAttribute(AttributeProto.newBuilder().setName("a")), "a");
    refused(
        withAttribute(AttributeProto.newBuilder().setName("a").setRefAttrName("outer").setType(2)),
        "outer");
    GraphProto.Builder twice = withAttribute(Protos.integer("a", 1).toBuilder());
    twice.getNodeBuilder(0).addAttribute(Protos.integer("a", 2));
    refused(twice, "once");
  }

  private static void refused(GraphProto.Builder graph, String words) {
    refused(graph, "Onnx.Attribute", words);
  }

  private static GraphProto.Builder withAttribute(AttributeProto.Builder attribute) {
    return Protos.graph()
        .addNode(Protos.node("Relu", "n", List.of("x"), "y").addAttribute(attribute));
  }

  @Test
  void theStandardOpsetMustBeDeclared() {
    GraphProto.Builder graph = Protos.graph().addNode(Protos.node("Relu", "n", List.of("x"), "y"));
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(10).setGraph(graph);
    refused(model, "Onnx.MissingOpset");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    GraphProto.Builder graph =
        Protos.graph()
            .addInitializer(Protos.tensor("w1", 99, 1))
            .addInitializer(Protos.tensor("w2", 1, -1))
            .addNode(Protos.node("Add", "n1", List.of("x", "w1"), "a"))
            .addNode(Protos.node("Add", "n2", List.of("a", "absent"), "b"))
            .addNode(Protos.node("TRT_FP2Quantize", "n3", List.of("b"), "c").setDomain("trt"))
            .addNode(Protos.node("Add", "n4", List.of("c", "w2"), "y"));
    BlockquantException refusal = Protos.refused(Protos.model(25, graph));
    assertEquals(
        List.of(
            "Onnx.UnknownElementType", "Onnx.Dims", "Graph.UndefinedValue", "Onnx.UnknownOperator"),
        refusal.diagnostics().stream().map(Diagnostic::code).toList());
    assertTrue(
        refusal.diagnostics().stream().allMatch(d -> d.toString().contains("model in memory")));
  }

  private static void refused(GraphProto.Builder graph, String code, String... words) {
    refused(Protos.model(25, graph), code, words);
  }

  private static void refused(ModelProto.Builder model, String code, String... words) {
    BlockquantException refusal = Protos.refused(model);
    assertEquals(1, refusal.diagnostics().size(), refusal::getMessage);
    assertEquals(code, refusal.diagnostics().getFirst().code(), refusal::getMessage);
    for (String word : words) {
      assertTrue(refusal.getMessage().contains(word), () -> word + "\n" + refusal.getMessage());
    }
  }
}
