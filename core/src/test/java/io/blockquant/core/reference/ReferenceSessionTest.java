package io.blockquant.core.reference;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.blockquant.core.testing.Expect;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The catalog through a session on the reference backend: NVFP4 there and back. */
final class ReferenceSessionTest {

  private static final Attributes NVFP4 =
      Attributes.NONE
          .with("axis", 1)
          .with("block_size", 16)
          .with("output_type", FLOAT4E2M1.onnxCode())
          .with("scale_type", FLOAT8E4M3FN.onnxCode());

  /** One row of 16 ones: scale 1/6 rounds to E4M3 0x23 = 0.171875, 1/s = 5.8 rounds to 6. */
  @Test
  void quantizesAndDequantizes() {
    Graph graph = thereAndBack(Dim.symbol("N"), Dim.of(16));
    try (Session session = Session.builder(graph).backends("reference").open()) {
      assertEquals("%y: FLOAT [N, 16]", session.outputs().getLast().toString());
      for (int rows : new int[] {1, 3}) {
        float[] ones = new float[rows * 16];
        Arrays.fill(ones, 1f);
        Map<String, Tensor> out =
            session.run(Map.of("x", TensorArrays.ofFloats(Shape.of(rows, 16), ones)));
        assertEquals(Shape.of(rows, 1), out.get("s").shape());
        for (int code : TensorArrays.toCodes(out.get("s"))) {
          assertEquals(0x23, code);
        }
        for (int code : TensorArrays.toCodes(out.get("q"))) {
          assertEquals(0x7, code);
        }
        float[] expected = new float[rows * 16];
        Arrays.fill(expected, 6 * 0.171875f);
        assertArrayEquals(expected, TensorArrays.toFloats(out.get("y")));
      }
    }
  }

  /** Folding constants gives the bits that running the nodes gives. */
  @Test
  void foldsConstantsToTheSameBits() {
    Tensor x = Tensor.ofFloats(Shape.of(2, 16), values());
    Graph constant = thereAndBackOf(x);
    Map<String, Tensor> ran;
    try (Session session = Session.builder(constant).backends("reference").passes(false).open()) {
      assertEquals(3, session.explain().nodes().size());
      ran = session.run(Map.of());
    }
    try (Session session = Session.builder(constant).backends("reference").open()) {
      assertEquals(List.of(), session.explain().nodes());
      Map<String, Tensor> folded = session.run(Map.of());
      assertEquals(List.of("q", "s", "y"), List.copyOf(folded.keySet()));
      folded.forEach((name, tensor) -> assertTrue(tensor.sameBits(ran.get(name)), name));
    }
  }

  @Test
  void namesTheConstraintThatAGraphBreaks() {
    Graph graph = thereAndBack(Dim.of(2), Dim.of(20));
    Expect.says(
        Expect.code(
            () -> Session.builder(graph).backends("reference").open(), "DynamicQuantize.C6"),
        "20");
  }

  /** What the graph leaves open is asked again when the run knows. */
  @Test
  void namesTheConstraintThatARunBreaks() {
    GraphBuilder builder = Graph.builder("open");
    Value q = builder.input("q", FLOAT4E2M1, Dim.of(2), Dim.of(16));
    Value scale = builder.input("scale", FLOAT, Dim.symbol("M"), Dim.symbol("K"));
    OpId dequantize = new OpId(OpId.BLOCKQUANT, "Dequantize", 1);
    Value y = builder.add(NodeSpec.of(dequantize, 1, Attributes.NONE, q, scale)).getFirst();
    Tensor codes = Tensor.allocate(FLOAT4E2M1, Shape.of(2, 16));
    try (Session session =
        Session.builder(builder.output(y).build()).backends("reference").open()) {
      Tensor fits = Tensor.ofFloats(Shape.of(2, 1), 1f, 2f);
      Map<String, Tensor> out = session.run(Map.of("q", codes, "scale", fits));
      assertEquals(Shape.of(2, 16), out.get(y.name()).shape());
      Tensor odd = Tensor.allocate(FLOAT, Shape.of(2, 3));
      Expect.says(
          Expect.code(() -> session.run(Map.of("q", codes, "scale", odd)), "Dequantize.Q2"),
          "FLOAT [2, 3]");
    }
  }

  @Test
  void declinesOpaqueNodesWithAReason() {
    GraphBuilder builder = Graph.builder("opaque");
    Value x = builder.input("x", FLOAT, Shape.of(2));
    Value y =
        builder.add(NodeSpec.of(new OpId(OpId.ONNX, "Relu", 21), 1, Attributes.NONE, x)).getFirst();
    Graph graph = builder.output(y).build();
    Expect.says(
        Expect.code(() -> Session.builder(graph).backends("reference").open(), "Plan.Unsupported"),
        "reference",
        "Relu-21 is not one");
  }

  /** An output that nobody names is computed into scratch memory. */
  @Test
  void runsNodesWithAnUnnamedOutput() {
    Node quantize =
        new Node(
            "q",
            new OpId(OpId.BLOCKQUANT, "DynamicQuantize", 1),
            List.of("x"),
            List.of("", "s"),
            NVFP4);
    Graph graph =
        new Graph(
            "unnamed",
            List.of(new Value("x", TensorType.of(FLOAT, Shape.of(1, 16)))),
            List.of(Value.of("s")),
            List.of(quantize),
            Map.of(),
            Map.of());
    Tensor x = Tensor.allocate(FLOAT, Shape.of(1, 16));
    try (Session session = Session.builder(graph).backends("reference").open()) {
      assertArrayEquals(
          new int[] {0x38}, TensorArrays.toCodes(session.run(Map.of("x", x)).get("s")));
    }
  }

  private static float[] values() {
    float[] values = new float[32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 11) * 0.37f;
    }
    return values;
  }

  private static Graph thereAndBack(Dim rows, Dim columns) {
    GraphBuilder builder = Graph.builder("nvfp4");
    return finish(builder, builder.input("x", FLOAT, rows, columns));
  }

  private static Graph thereAndBackOf(Tensor x) {
    GraphBuilder builder = Graph.builder("constant");
    return finish(builder, builder.constant("x", x));
  }

  private static Graph finish(GraphBuilder builder, Value x) {
    OpId dequantize = new OpId(OpId.BLOCKQUANT, "Dequantize", 1);
    OpId quantize = new OpId(OpId.BLOCKQUANT, "DynamicQuantize", 1);
    Value g = builder.constant("g", Tensor.ofFloats(Shape.of(1), 1f));
    List<Value> q =
        builder.add("quantize", NodeSpec.of(quantize, 2, NVFP4, x, g), List.of("q", "s"));
    Value scale = builder.add(NodeSpec.of(dequantize, 1, Attributes.NONE, q.get(1), g)).getFirst();
    Attributes blocks = Attributes.NONE.with("axis", 1).with("block_size", 16);
    Value y =
        builder
            .add("dequantize", NodeSpec.of(dequantize, 1, blocks, q.get(0), scale), List.of("y"))
            .getFirst();
    return builder.output(q.get(0)).output(q.get(1)).output(y).build();
  }
}
