package io.blockquant.cli;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.quantize.Quantize.quantize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.cli.verbs.SharedModels;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.OnnxModel;
import io.blockquant.onnx.OnnxWriter;
import io.blockquant.onnx.WriteOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If, Loop and Scan with quantized operators in their bodies, standard ones beside them. */
class ControlFlowTest {

  private static final int OPSET = 21;

  @BeforeEach
  void needsBackends() {
    SharedModels.assumeBackends("ort", "cpu");
  }

  /** x is quantized to FP4 in one branch and to INT8 in the other; both see x from outside. */
  @Test
  void ifRunsTheBranchThatQuantizes() {
    GraphBuilder builder = Graph.builder("if");
    Value c = builder.input("c", ElementType.BOOL, Shape.SCALAR);
    builder.input("x", ElementType.FLOAT, Dim.symbol("N"));
    Attributes branches =
        Attributes.NONE
            .with("then_branch", new Attribute.Subgraph(there("then", ElementType.FLOAT4E2M1)))
            .with("else_branch", new Attribute.Subgraph(there("else", ElementType.INT8)));
    Value y = builder.add(spec("If", 1, branches, c)).getFirst();
    // What follows is typed from what the branches give.
    builder.output(builder.add(spec("Neg", 1, Attributes.NONE, y)).getFirst());
    try (Session session = open(builder.build())) {
      Tensor x = Tensor.ofFloats(Shape.of(3), 5.2f, -0.3f, 100);
      assertArrayEquals(new float[] {-6, 0.5f, -6}, run(session, "x", x, true));
      assertArrayEquals(new float[] {-5, -0f, -100}, run(session, "x", x, false));
      Tensor longer = Tensor.ofFloats(Shape.of(4), 1, 2, 3, 4);
      assertArrayEquals(new float[] {-1, -2, -3, -4}, run(session, "x", longer, false));
      assertTrue(session.explain().toString().contains("control"), session.explain().toString());
    }
  }

  /** Reads x from around it, quantizes it by a constant scale, and back. */
  private static Graph there(String name, ElementType type) {
    GraphBuilder body = Graph.builder(name);
    Value x = Value.of("x");
    Value scale = body.constant(name + "_scale", Tensor.scalar(1));
    Value q = body.add(quantize(x, scale, type)).getFirst();
    body.output(body.add(dequantize(q, scale)).getFirst());
    return renamed(body.build(), name);
  }

  /** Give the values that the builder numbered names that no other body has. */
  private static Graph renamed(Graph graph, String prefix) {
    List<Node> nodes =
        graph.nodes().stream()
            .map(node ->
                new Node(
                    node.name(),
                    node.op(),
                    node.inputs().stream().map(n -> own(graph, n, prefix)).toList(),
                    node.outputs().stream().map(n -> prefix + "/" + n).toList(),
                    node.attributes()))
            .toList();
    List<Value> outputs =
        graph.outputs().stream().map(v -> Value.of(own(graph, v.name(), prefix))).toList();
    return new Graph(graph.name(), graph.inputs(), outputs, nodes, graph.initializers(), Map.of());
  }

  private static String own(Graph graph, String name, String prefix) {
    boolean made = graph.nodes().stream().anyMatch(node -> node.outputs().contains(name));
    return made ? prefix + "/" + name : name;
  }

  /** Each iteration doubles the state and rounds it to FP4's grid; every state is collected. */
  @Test
  void loopCarriesAndCollectsWhatItQuantizes() {
    GraphBuilder inner = Graph.builder("body");
    inner.input("i", ElementType.INT64, Shape.SCALAR);
    Value goesOn = inner.input("go", ElementType.BOOL, Shape.SCALAR);
    Value s = inner.input("s", TensorType.ofUnknownRank(ElementType.FLOAT));
    Value scale = inner.constant("scale", Tensor.scalar(1));
    Value twice = inner.add(spec("Add", 1, Attributes.NONE, s, s)).getFirst();
    Value q = inner.add(quantize(twice, scale, ElementType.FLOAT4E2M1)).getFirst();
    Value back = inner.add(dequantize(q, scale)).getFirst();
    inner.output(goesOn);
    inner.output(back);
    Graph built = inner.build();
    // One value may be a state and collected: the outputs of a body may repeat.
    Graph body =
        renamed(
            new Graph(
                built.name(),
                built.inputs(),
                List.of(built.outputs().get(0), built.outputs().get(1), built.outputs().get(1)),
                built.nodes(),
                built.initializers(),
                Map.of()),
            "body");
    GraphBuilder builder = Graph.builder("loop");
    Value times = builder.input("times", ElementType.INT64, Shape.SCALAR);
    Value start = builder.input("start", ElementType.FLOAT, Dim.of(2));
    NodeSpec loop =
        new NodeSpec(
            new OpId(OpId.ONNX, "Loop", OPSET),
            List.of(Optional.of(times), Optional.empty(), Optional.of(start)),
            2,
            Attributes.NONE.with("body", new Attribute.Subgraph(body)));
    builder.add(loop).forEach(builder::output);
    Graph graph = builder.build();
    try (Session session = open(graph)) {
      String last = graph.outputs().get(0).name();
      String all = graph.outputs().get(1).name();
      Tensor from = Tensor.ofFloats(Shape.of(2), 0.6f, -2.6f);
      Map<String, Tensor> three =
          session.run(Map.of("times", Tensor.ofLongs(Shape.SCALAR, 3), "start", from));
      assertArrayEquals(new float[] {4, -6}, TensorArrays.toFloats(three.get(last)));
      assertEquals(Shape.of(3, 2), three.get(all).shape());
      assertArrayEquals(new float[] {1, -6, 2, -6, 4, -6}, TensorArrays.toFloats(three.get(all)));
      Map<String, Tensor> none =
          session.run(Map.of("times", Tensor.ofLongs(Shape.SCALAR, 0), "start", from));
      assertArrayEquals(new float[] {0.6f, -2.6f}, TensorArrays.toFloats(none.get(last)));
      assertEquals(Shape.of(0, 2), none.get(all).shape());
    }
  }

  /** Rows come one by one, from the last to the first along axis 1; codes leave as they are. */
  @Test
  void scanGoesBackwardsAlongAnAxis() {
    GraphBuilder inner = Graph.builder("body");
    Value sum = inner.input("sum", TensorType.ofUnknownRank(ElementType.FLOAT));
    Value row = inner.input("row", TensorType.ofUnknownRank(ElementType.FLOAT));
    Value scale = inner.constant("scale", Tensor.scalar(0.5f));
    Value next = inner.add(spec("Add", 1, Attributes.NONE, sum, row)).getFirst();
    Value codes = inner.add(quantize(row, scale, ElementType.INT4)).getFirst();
    inner.output(next);
    inner.output(codes);
    GraphBuilder builder = Graph.builder("scan");
    Value zero = builder.constant("zero", Tensor.ofFloats(Shape.of(3), 0, 0, 0));
    Value x = builder.input("x", ElementType.FLOAT, Dim.of(3), Dim.symbol("N"));
    Attributes attributes =
        Attributes.NONE
            .with("num_scan_inputs", 1)
            .with("scan_input_axes", List.of(1L))
            .with("scan_input_directions", List.of(1L))
            .with("scan_output_axes", List.of(-1L))
            .with("body", new Attribute.Subgraph(renamed(inner.build(), "body")));
    builder.add(spec("Scan", 2, attributes, zero, x)).forEach(builder::output);
    Graph graph = builder.build();
    try (Session session = open(graph)) {
      Tensor given = Tensor.ofFloats(Shape.of(3, 2), 1, 2, -1, 0.5f, 100, 0);
      Map<String, Tensor> results = session.run(Map.of("x", given));
      Tensor sums = results.get(graph.outputs().get(0).name());
      Tensor stack = results.get(graph.outputs().get(1).name());
      assertArrayEquals(new float[] {3, -0.5f, 100}, TensorArrays.toFloats(sums));
      assertEquals(ElementType.INT4, stack.elementType());
      assertEquals(Shape.of(3, 2), stack.shape());
      assertArrayEquals(new long[] {4, 2, 1, -2, 0, 7}, TensorArrays.toLongs(stack));
    }
  }

  /** The way through a file: the body's QuantizeLinear is a catalog node after it is read. */
  @Test
  void bodiesOfFilesQuantizeToo() {
    GraphBuilder builder = Graph.builder("if");
    Value c = builder.input("c", ElementType.BOOL, Shape.SCALAR);
    builder.input("x", ElementType.FLOAT, Dim.symbol("N"));
    Attributes branches =
        Attributes.NONE
            .with("then_branch", new Attribute.Subgraph(there("then", ElementType.FLOAT4E2M1)))
            .with("else_branch", new Attribute.Subgraph(there("else", ElementType.FLOAT4E2M1)));
    builder.output(builder.add(spec("If", 1, branches, c)).getFirst());
    byte[] file = OnnxWriter.toBytes(builder.build(), WriteOptions.defaults());
    try (OnnxModel model = OnnxModel.load(file);
        Session session = Session.builder(model).backends("cpu", "ort").open()) {
      Tensor x = Tensor.ofFloats(Shape.of(2), 2.4f, 9);
      assertArrayEquals(new float[] {2, 6}, run(session, "x", x, true));
    }
  }

  /** Sequences run between standard nodes, with a quantizer before and one behind them. */
  @Test
  void sequencesStayInsideOneNode() {
    GraphBuilder builder = Graph.builder("sequences");
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"));
    Value scale = builder.constant("scale", Tensor.scalar(0.5f));
    Value one = builder.constant("one", Tensor.ofLongs(Shape.SCALAR, 1));
    Value q = builder.add(quantize(x, scale, ElementType.FLOAT4E2M1)).getFirst();
    Value y = builder.add(dequantize(q, scale)).getFirst();
    Value parts = builder.add(spec("SplitToSequence", 1, Attributes.NONE, y, one)).getFirst();
    Value minusOne = builder.constant("last", Tensor.ofLongs(Shape.SCALAR, -1));
    Value part = builder.add(spec("SequenceAt", 1, Attributes.NONE, parts, minusOne)).getFirst();
    Value more = builder.add(spec("SequenceInsert", 1, Attributes.NONE, parts, part)).getFirst();
    Value all =
        builder
            .add(spec("ConcatFromSequence", 1, Attributes.NONE.with("axis", 0), more))
            .getFirst();
    builder.output(builder.add(quantize(all, scale, ElementType.INT8)).getFirst());
    builder.output(part);
    byte[] file = OnnxWriter.toBytes(builder.build(), WriteOptions.defaults());
    try (OnnxModel model = OnnxModel.load(file);
        Session session = Session.builder(model).backends("cpu", "ort").open()) {
      for (float[] values : new float[][] {{0.5f, 1, 2.9f}, {1, 7}}) {
        Tensor given = Tensor.ofFloats(Shape.of(values.length), values);
        List<Tensor> results = List.copyOf(session.run(Map.of("x", given)).values());
        assertEquals(Shape.of(values.length + 1), results.get(0).shape());
        assertEquals(ElementType.INT8, results.get(0).elementType());
        assertArrayEquals(new float[] {3}, TensorArrays.toFloats(results.get(1)));
      }
    }
  }

  private static Session open(Graph graph) {
    return Session.builder(graph).backends("cpu", "ort").open();
  }

  private static float[] run(Session session, String name, Tensor tensor, boolean condition) {
    Tensor c = TensorArrays.ofCodes(ElementType.BOOL, Shape.SCALAR, condition ? 1 : 0);
    Map<String, Tensor> results = session.run(Map.of("c", c, name, tensor));
    return TensorArrays.toFloats(results.values().iterator().next());
  }

  private static NodeSpec spec(String type, int outputs, Attributes attributes, Value... inputs) {
    return NodeSpec.of(new OpId(OpId.ONNX, type, OPSET), outputs, attributes, inputs);
  }
}
