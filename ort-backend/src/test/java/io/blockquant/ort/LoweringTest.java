package io.blockquant.ort;

import static io.blockquant.ort.Regions.op;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that ONNX Runtime lacks compute what their text says. */
class LoweringTest {

  private final OrtBackend backend = Regions.backend();

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"INT8", "UINT8", "INT16", "UINT16", "INT32", "UINT32", "INT64", "UINT64"})
  void shiftsOfOpset28GoBeyondTheWidth(ElementType type) {
    for (String direction : List.of("LEFT", "RIGHT")) {
      Random random = new Random(type.ordinal());
      int[] amounts = {0, 1, type.bits() - 1, type.bits(), type.bits() + 1, 70, 3, -1};
      Tensor x = Tensor.allocate(type, Shape.of(amounts.length));
      Tensor y = Tensor.allocate(type, Shape.of(amounts.length));
      long[] expected = new long[amounts.length];
      long mask = -1L >>> (Long.SIZE - type.bits());
      for (int i = 0; i < amounts.length; i++) {
        long value = random.nextLong() & mask;
        setInteger(x, i, value);
        setInteger(y, i, amounts[i] & mask);
        expected[i] = shifted(Elements.integer(x, i), Elements.integer(y, i), type, direction);
      }
      Graph graph =
          graph(
              (builder, in) ->
                  op(28, "BitShift", 1, in.get(0), in.get(1)).with("direction", direction),
              x.type(),
              y.type());
      Tensor z = run(graph, x, y).getFirst();
      assertEquals(type, z.elementType());
      for (int i = 0; i < amounts.length; i++) {
        assertEquals(expected[i], Elements.integer(z, i), direction + " by " + amounts[i]);
      }
    }
  }

  private static long shifted(long x, long y, ElementType type, String direction) {
    boolean unsigned = type.kind() == ElementType.Kind.UNSIGNED_INTEGER;
    BigInteger value = new BigInteger(unsigned ? Long.toUnsignedString(x) : Long.toString(x));
    boolean beyond = y < 0 || y >= type.bits();
    int amount = beyond ? type.bits() : (int) y;
    BigInteger result =
        direction.equals("LEFT") ? value.shiftLeft(amount) : value.shiftRight(amount);
    long bits = result.longValue();
    int unused = Long.SIZE - type.bits();
    return unsigned ? bits << unused >>> unused : bits << unused >> unused;
  }

  private static void setInteger(Tensor tensor, int index, long bits) {
    if (tensor.elementType().bits() == Long.SIZE) {
      tensor.segment().set(Elements.LONG, (long) index * Long.BYTES, bits);
    } else {
      Elements.setCode(tensor, index, (int) bits);
    }
  }

  @Test
  void modOfOpset28HasTheSignOfTheDivisor() {
    float inf = Float.POSITIVE_INFINITY;
    float[] a = {5, -5, 5, -5, 0f, -0f, 3, -3, inf, 1, 2.5f, Float.NaN, 6, -6};
    float[] b = {3, 3, -3, -3, -2, 2, inf, inf, 2, 0, -0.5f, 1, -3, 3};
    Graph graph = graph((builder, in) -> op(28, "Mod", 1, in.get(0), in.get(1)), f(a), f(b));
    float[] z = TensorArrays.toFloats(run(graph, floats(a), floats(b)).getFirst());
    float[] expected = {
      2, 1, -1, -2, -0f, 0f, 3, inf, Float.NaN, Float.NaN, -0f, Float.NaN, -0f, 0f
    };
    assertArrayEquals(bits(expected), bits(z));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }

  /** Each result is that of FLOAT, rounded once to BFLOAT16. */
  @Test
  void bfloat16ComputesWiderAndSaysSo() {
    Tensor a = TensorArrays.ofValues(ElementType.BFLOAT16, Shape.of(2, 2), 1.5, 2.25, -3, 0.125);
    Graph graph = graph((builder, in) -> op("MatMul", in.get(0), in.get(1)), a.type(), a.type());
    Support support = backend.supports(graph, graph.nodes().getFirst());
    assertTrue(support.toString().contains("in FLOAT between casts"), support.toString());
    Tensor z = run(graph, a, a).getFirst();
    assertEquals(ElementType.BFLOAT16, z.elementType());
    double[] exact = {1.5 * 1.5 - 6.75, 1.5 * 2.25 + 0.28125, -4.5 - 0.375, -6.75 + 0.015625};
    Tensor rounded = TensorArrays.ofValues(ElementType.BFLOAT16, Shape.of(2, 2), exact);
    assertArrayEquals(TensorArrays.toCodes(rounded), TensorArrays.toCodes(z));
  }

  @Test
  void smallIntegersComputeWider() {
    Tensor a = TensorArrays.ofValues(ElementType.UINT16, Shape.of(3), 65535, 3, 700);
    Tensor b = TensorArrays.ofValues(ElementType.UINT16, Shape.of(3), 65535, 4, 700);
    Graph mul = graph((builder, in) -> op("Mul", in.get(0), in.get(1)), a.type(), b.type());
    // 65535^2 = 2^32 - 2^17 + 1 and 490000 = 7 * 2^16 + 31248: the low bits.
    assertArrayEquals(new long[] {1, 12, 31248}, TensorArrays.toLongs(run(mul, a, b).getFirst()));
    Graph min = graph((builder, in) -> op("Min", in.get(0), in.get(1)), a.type(), b.type());
    assertArrayEquals(new long[] {65535, 3, 700}, TensorArrays.toLongs(run(min, a, b).getFirst()));
  }

  @Test
  void convIntegerSubtractsTheZeroPointOfEachChannel() {
    Tensor x = TensorArrays.ofValues(ElementType.UINT8, Shape.of(1, 1, 2, 2), 2, 3, 4, 255);
    Tensor w = TensorArrays.ofValues(ElementType.UINT8, Shape.of(2, 1, 1, 1), 5, 7);
    Tensor xZero = TensorArrays.ofValues(ElementType.UINT8, Shape.SCALAR, 1);
    Tensor wZero = TensorArrays.ofValues(ElementType.UINT8, Shape.of(2), 4, 200);
    Graph graph =
        graph(
            (builder, in) ->
                op(10, "ConvInteger", 1, in.get(0), in.get(1), in.get(2), in.get(3))
                    .with("pads", List.of(0L, 0L, 1L, 0L)),
            x.type(),
            w.type(),
            xZero.type(),
            wZero.type());
    Tensor y = run(graph, x, w, xZero, wZero).getFirst();
    assertEquals(Shape.of(1, 2, 3, 2), y.shape());
    assertArrayEquals(
        new long[] {1, 2, 3, 254, 0, 0, -193, -386, -579, -49022, 0, 0}, TensorArrays.toLongs(y));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RNN", "GRU", "LSTM"})
  void recurrentNodesTakeTheBatchFirst(String type) {
    long gates = type.equals("RNN") ? 1 : type.equals("GRU") ? 3 : 4;
    long hidden = 2;
    Random random = new Random(3);
    Tensor x = random(Shape.of(3, 4, 2), random);
    Tensor w = random(Shape.of(1, gates * hidden, 2), random);
    Tensor r = random(Shape.of(1, gates * hidden, hidden), random);
    Graph first = recurrent(type, 1, x, w, r);
    Tensor sequenceFirst = Tensor.allocate(ElementType.FLOAT, Shape.of(4, 3, 2));
    for (int batch = 0; batch < 3; batch++) {
      for (int step = 0; step < 4; step++) {
        for (int i = 0; i < 2; i++) {
          double value = Elements.value(x, (batch * 4L + step) * 2 + i);
          Elements.setValue(sequenceFirst, (step * 3L + batch) * 2 + i, value);
        }
      }
    }
    List<Tensor> found = run(first, x, w, r);
    List<Tensor> expected = run(recurrent(type, 0, sequenceFirst, w, r), sequenceFirst, w, r);
    assertEquals(Shape.of(3, 4, 1, 2), found.get(0).shape());
    assertEquals(Shape.of(3, 1, 2), found.get(1).shape());
    for (int batch = 0; batch < 3; batch++) {
      for (int i = 0; i < 2; i++) {
        for (int step = 0; step < 4; step++) {
          assertEquals(
              Elements.value(expected.get(0), (step * 3L + batch) * 2 + i),
              Elements.value(found.get(0), (batch * 4L + step) * 2 + i));
        }
        assertEquals(
            Elements.value(expected.get(1), batch * 2L + i),
            Elements.value(found.get(1), batch * 2L + i));
      }
    }
  }

  private static Graph recurrent(String type, int layout, Tensor x, Tensor w, Tensor r) {
    GraphBuilder builder = Graph.builder(type);
    Value a = builder.input("x", x.elementType(), x.shape());
    Value b = builder.input("w", w.elementType(), w.shape());
    Value c = builder.input("r", r.elementType(), r.shape());
    builder
        .add(op(22, type, 2, a, b, c).with("hidden_size", 2).with("layout", layout))
        .forEach(builder::output);
    return builder.build();
  }

  @Test
  void swigluIsTheGatedProduct() {
    float[] a = {1, -2, 0, 30};
    float[] b = {2, 3, 4, 0.5f};
    Graph graph = graph((builder, in) -> op(28, "SwiGLU", 1, in.get(0), in.get(1)), f(a), f(b));
    float[] z = TensorArrays.toFloats(run(graph, floats(a), floats(b)).getFirst());
    for (int i = 0; i < z.length; i++) {
      assertEquals(a[i] / (1 + Math.exp(-a[i])) * b[i], z[i], 1e-5);
    }
  }

  /** The recurrence itself, token by token, is what a Scan must give. */
  @ParameterizedTest
  @ValueSource(strings = {"linear", "gated", "delta", "gated_delta"})
  void linearAttentionFollowsItsRecurrence(String rule) {
    int heads = 4;
    int pairs = 2;
    int tokens = 3;
    int dk = 2;
    int dv = 3;
    Random random = new Random(5);
    Tensor q = random(Shape.of(1, tokens, (long) heads * dk), random);
    Tensor k = random(Shape.of(1, tokens, (long) pairs * dk), random);
    Tensor v = random(Shape.of(1, tokens, (long) pairs * dv), random);
    boolean gated = rule.startsWith("gated");
    boolean delta = rule.endsWith("delta");
    Tensor decay = random(Shape.of(1, tokens, pairs), random);
    Tensor beta = random(Shape.of(1, tokens, pairs), random);
    GraphBuilder builder = Graph.builder(rule);
    List<Tensor> inputs = new ArrayList<>(List.of(q, k, v));
    Value a = builder.input("q", q.elementType(), q.shape());
    Value b = builder.input("k", k.elementType(), k.shape());
    Value c = builder.input("v", v.elementType(), v.shape());
    NodeSpec node =
        op(27, "LinearAttention", 2, a, b, c)
            .with("q_num_heads", heads)
            .with("kv_num_heads", pairs)
            .with("update_rule", rule);
    if (gated) {
      node = node.withInput(4, builder.input("g", decay.elementType(), decay.shape()));
      inputs.add(decay);
    }
    if (delta) {
      node = node.withInput(5, builder.input("beta", beta.elementType(), beta.shape()));
      inputs.add(beta);
    }
    builder.add(node).forEach(builder::output);
    List<Tensor> found = run(builder.build(), inputs.toArray(Tensor[]::new));

    double[][][] state = new double[pairs][dk][dv];
    for (int t = 0; t < tokens; t++) {
      for (int h = 0; h < pairs; h++) {
        double keep = gated ? Math.exp(Elements.value(decay, (long) t * pairs + h)) : 1;
        for (int m = 0; m < dv; m++) {
          double known = 0;
          for (int d = 0; d < dk; d++) {
            state[h][d][m] *= keep;
            known += state[h][d][m] * Elements.value(k, ((long) t * pairs + h) * dk + d);
          }
          double value = Elements.value(v, ((long) t * pairs + h) * dv + m);
          double written =
              delta ? Elements.value(beta, (long) t * pairs + h) * (value - known) : value;
          for (int d = 0; d < dk; d++) {
            state[h][d][m] += Elements.value(k, ((long) t * pairs + h) * dk + d) * written;
          }
        }
      }
      for (int h = 0; h < heads; h++) {
        for (int m = 0; m < dv; m++) {
          double read = 0;
          for (int d = 0; d < dk; d++) {
            double query = Elements.value(q, ((long) t * heads + h) * dk + d);
            read += query * state[h / (heads / pairs)][d][m];
          }
          assertEquals(
              read / Math.sqrt(dk),
              Elements.value(found.get(0), ((long) t * heads + h) * dv + m),
              1e-4);
        }
      }
    }
    for (int h = 0; h < pairs; h++) {
      for (int d = 0; d < dk; d++) {
        for (int m = 0; m < dv; m++) {
          assertEquals(
              state[h][d][m], Elements.value(found.get(1), ((long) h * dk + d) * dv + m), 1e-4);
        }
      }
    }
  }

  @Test
  void operatorsNewerThanBothAreRefusedByName() {
    GraphBuilder builder = Graph.builder("new");
    Value x = builder.input("x", ElementType.FLOAT, Dim.of(4));
    builder.output(builder.add(op(28, "NotYetInvented", 1, x)).getFirst());
    Graph graph = builder.build();
    Support support = backend.supports(graph, graph.nodes().getFirst());
    assertInstanceOf(Support.Unsupported.class, support);
    assertTrue(support.toString().contains("NotYetInvented"), support.toString());
  }

  /** The graph that modifies the scores is put in the middle. */
  @Test
  void flexAttentionRunsTheGraphInside() {
    GraphBuilder inner = Graph.builder("mask");
    Value scores = inner.input("scores", ElementType.FLOAT, Dim.UNKNOWN);
    Value penalty = inner.constant("penalty", Tensor.ofFloats(Shape.of(2), 0, -1000));
    inner.output(inner.add(op("Add", scores, penalty)).getFirst());
    Graph body = inner.build();
    Tensor q = Tensor.ofFloats(Shape.of(1, 1, 1, 1), 1);
    Tensor k = Tensor.ofFloats(Shape.of(1, 1, 2, 1), 1, 5);
    Tensor v = Tensor.ofFloats(Shape.of(1, 1, 2, 1), 7, 9);
    Graph graph =
        graph(
            (builder, in) -> {
              NodeSpec node =
                  new NodeSpec(
                      new OpId("ai.onnx.preview", "FlexAttention", 1),
                      in.stream().map(Optional::of).toList(),
                      1,
                      Attributes.NONE.with("score_mod", new Attribute.Subgraph(body)));
              return node;
            },
            q.type(),
            k.type(),
            v.type());
    assertArrayEquals(
        new float[] {7}, TensorArrays.toFloats(run(graph, q, k, v).getFirst()), 1e-5f);
  }

  @FunctionalInterface
  private interface Maker {
    NodeSpec make(GraphBuilder builder, List<Value> inputs);
  }

  private static Graph graph(Maker maker, TensorType... types) {
    GraphBuilder builder = Graph.builder("lowered");
    List<Value> inputs = new ArrayList<>();
    for (TensorType type : types) {
      inputs.add(
          builder.input("in" + inputs.size(), type.elementType(), type.shape().orElseThrow()));
    }
    builder.add(maker.make(builder, inputs)).forEach(builder::output);
    return builder.build();
  }

  private List<Tensor> run(Graph graph, Tensor... inputs) {
    Support support = backend.supports(graph, graph.nodes().getFirst());
    assertInstanceOf(Support.Native.class, support, support.toString());
    try (var executable = backend.compile(graph);
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory(inputs);
      invocation.run(memory);
      List<Tensor> results = new ArrayList<>();
      for (int i = 0; i < graph.outputs().size(); i++) {
        results.add(memory.result(i));
      }
      return results;
    }
  }

  private static TensorType f(float[] values) {
    return TensorType.of(ElementType.FLOAT, Shape.of(values.length));
  }

  private static Tensor floats(float[] values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  private static Tensor random(Shape shape, Random random) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, shape);
    for (long i = 0; i < shape.elementCount(); i++) {
      Elements.setValue(tensor, i, random.nextGaussian());
    }
    return tensor;
  }
}
