package io.blockquant.ort;

import static io.blockquant.ort.Regions.op;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TextTensors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Types that the Java API cannot carry cross the border bit by bit. */
class CarriedTypesTest {

  private final OrtBackend backend = Regions.backend();

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"STRING", "COMPLEX64", "COMPLEX128"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyTypeIsMovedBitByBit(ElementType type) {
    GraphBuilder builder = Graph.builder("transpose");
    Value x = builder.input("x", type, Dim.symbol("N"), Dim.symbol("M"));
    Value moved = builder.add(op("Transpose", x).with("perm", List.of(1L, 0L))).getFirst();
    builder.output(moved);
    Graph graph = builder.build();
    Support support = backend.supports(graph, graph.nodes().getFirst());
    assertInstanceOf(Support.Native.class, support, support.toString());
    try (var executable = backend.compile(graph);
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (int columns : new int[] {3, 5, 5, 1, 3}) {
        Tensor input = random(type, Shape.of(7, columns), new Random(columns));
        invocation.run(memory.inputs(input));
        assertEquals(type, memory.result(0).elementType());
        assertTrue(transposed(input).sameBits(memory.result(0)), columns + " columns");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT4E2M1", "INT4", "UINT2", "FLOAT8E4M3FN", "FLOAT8E8M0", "FLOAT6E3M2"})
  void constantsAreCarriedToo(ElementType type) {
    Tensor constant = random(type, Shape.of(3), new Random(1));
    GraphBuilder builder = Graph.builder("concat");
    Value x = builder.input("x", type, Dim.symbol("N"));
    Value c = builder.constant("c", constant);
    builder.output(builder.add(op("Concat", x, c).with("axis", 0)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Tensor input = random(type, Shape.of(2), new Random(2));
      Memory memory = new Memory(input);
      for (int run = 0; run < 2; run++) {
        invocation.run(memory);
        int[] codes = TensorArrays.toCodes(memory.result(0));
        assertArrayEquals(
            new int[] {
              Elements.code(input, 0),
              Elements.code(input, 1),
              Elements.code(constant, 0),
              Elements.code(constant, 1),
              Elements.code(constant, 2)
            },
            codes);
      }
    }
  }

  @Test
  void unsignedIntegersComputeAsWhatTheyAre() {
    for (ElementType type : List.of(ElementType.UINT16, ElementType.UINT32, ElementType.UINT64)) {
      GraphBuilder builder = Graph.builder("sub");
      Value a = builder.input("a", type, Dim.symbol("N"));
      Value b = builder.input("b", type, Dim.symbol("N"));
      builder.output(builder.add(op("Sub", a, b)).getFirst());
      builder.output(builder.add(op("Less", a, b)).getFirst());
      Tensor small = TensorArrays.ofValues(type, Shape.of(2), 1, 5);
      Tensor large = Tensor.allocate(type, Shape.of(2));
      large.segment().fill((byte) -1);
      try (var executable = backend.compile(builder.build());
          var invocation = executable.newInvocation()) {
        Memory memory = new Memory(small, large);
        invocation.run(memory);
        assertArrayEquals(new long[] {2, 6}, TensorArrays.toLongs(memory.result(0)), "" + type);
        assertArrayEquals(new long[] {1, 1}, TensorArrays.toLongs(memory.result(1)), "" + type);
      }
    }
  }

  @Test
  void textIsComputedWith() {
    GraphBuilder builder = Graph.builder("text");
    Value a = builder.input("a", ElementType.STRING, Dim.symbol("N"), Dim.symbol("M"));
    Value b = builder.constant("b", TextTensors.of(Shape.of(1), "größer"));
    builder.output(builder.add(op("Equal", a, b)).getFirst());
    builder.output(builder.add(op("Transpose", a).with("perm", List.of(1L, 0L))).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      Tensor text = TextTensors.of(Shape.of(2, 3), "a", "größer", "", "b", "c", "größer");
      for (int run = 0; run < 2; run++) {
        invocation.run(memory.inputs(text));
        assertArrayEquals(new long[] {0, 1, 0, 0, 0, 1}, TensorArrays.toLongs(memory.result(0)));
        assertEquals(
            List.of("a", "b", "größer", "c", "", "größer"),
            TextTensors.toStrings(memory.result(1)));
      }
      invocation.run(memory.inputs(TextTensors.of(Shape.of(0, 3))));
      assertEquals(Shape.of(3, 0), memory.result(1).shape());
    }
  }

  /** Arithmetic on codes would be wrong, so it is no answer. */
  @Test
  void lowPrecisionTypesAreOnlyMoved() {
    GraphBuilder builder = Graph.builder("add");
    Value x = builder.input("x", ElementType.FLOAT8E4M3FN, Dim.of(4));
    builder.output(builder.add(op("Add", x, x)).getFirst());
    Graph graph = builder.build();
    Support support = backend.supports(graph, graph.nodes().getFirst());
    assertInstanceOf(Support.Unsupported.class, support);
    assertTrue(support.toString().contains("FLOAT8E4M3FN"), support.toString());
  }

  /** FLOAT8E8M0 has no zero to pad with. */
  @Test
  void paddingWithoutAZeroIsRefused() {
    GraphBuilder builder = Graph.builder("pad");
    Value x = builder.input("x", ElementType.FLOAT8E8M0, Dim.of(4));
    Value pads = builder.constant("pads", Tensor.ofLongs(Shape.of(2), 1, 1));
    builder.output(builder.add(op("Pad", x, pads)).getFirst());
    Graph graph = builder.build();
    assertInstanceOf(Support.Unsupported.class, backend.supports(graph, graph.nodes().getFirst()));
  }

  private static Tensor random(ElementType type, Shape shape, Random random) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (long i = 0; i < shape.elementCount(); i++) {
      long bits = type == ElementType.BOOL ? random.nextInt(2) : random.nextLong();
      if (type.bits() == Long.SIZE) {
        tensor.segment().set(Elements.LONG, i * Long.BYTES, bits);
      } else {
        Elements.setCode(tensor, i, (int) (bits & (-1L >>> (Long.SIZE - type.bits()))));
      }
    }
    return tensor;
  }

  private static Tensor transposed(Tensor tensor) {
    long rows = tensor.shape().dim(0);
    long columns = tensor.shape().dim(1);
    Tensor result = Tensor.allocate(tensor.elementType(), Shape.of(columns, rows));
    for (long i = 0; i < tensor.elementCount(); i++) {
      long to = i % columns * rows + i / columns;
      if (tensor.elementType().bits() == Long.SIZE) {
        long bits = tensor.segment().get(Elements.LONG, i * Long.BYTES);
        result.segment().set(Elements.LONG, to * Long.BYTES, bits);
      } else {
        Elements.setCode(result, to, Elements.code(tensor, i));
      }
    }
    return result;
  }
}
