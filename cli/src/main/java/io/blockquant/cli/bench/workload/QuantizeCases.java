package io.blockquant.cli.bench.workload;

import static io.blockquant.core.ops.quantize.Quantize.quantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kernels of Quantize; the scales let four standard deviations of x fit. */
final class QuantizeCases {

  private static final String KERNEL = "Quantize";
  private static final double DEVIATIONS = 4;

  private QuantizeCases() {}

  static List<KernelCase> of(ElementType type) {
    List<KernelCase> cases = new ArrayList<>();
    perTensor(cases, type, "int8", ElementType.INT8);
    perAxis(cases, type, "int8", ElementType.INT8);
    blocked(cases, type, "int8", ElementType.INT8);
    perTensor(cases, type, "fp8", ElementType.FLOAT8E4M3FN);
    perAxis(cases, type, "fp8", ElementType.FLOAT8E4M3FN);
    blocked(cases, type, "fp8", ElementType.FLOAT8E4M3FN);
    perTensor(cases, type, "int4", ElementType.INT4);
    blocked(cases, type, "int4", ElementType.INT4);
    return cases;
  }

  private static void perTensor(
      List<KernelCase> cases, ElementType type, String name, ElementType to) {
    cases.add(
        KernelCase.of(
            KERNEL,
            name + " per-tensor",
            type,
            (data, x) -> workload(data, x, scale(to, Shape.of(1)), to, 0, 0)));
  }

  private static void perAxis(
      List<KernelCase> cases, ElementType type, String name, ElementType to) {
    for (int axis = 1; axis >= 0; axis--) {
      int of = axis;
      KernelCase.Maker maker =
          (data, x) -> workload(data, x, scale(to, Shape.of(data.shape().dim(of))), to, of, 0);
      add(cases, type, name + " per-axis", axis == 1, maker);
    }
  }

  private static void blocked(
      List<KernelCase> cases, ElementType type, String name, ElementType to) {
    for (long axis = -1; axis >= -2; axis--) {
      long along = axis;
      KernelCase.Maker maker =
          (data, x) ->
              workload(data, x, scale(to, blockScales(data.shape(), along, 32)), to, along, 32);
      add(cases, type, name + " block 32", axis == -1, maker);
    }
  }

  private static void add(
      List<KernelCase> cases, ElementType type, String name, boolean last, KernelCase.Maker maker) {
    cases.add(
        last
            ? KernelCase.of(KERNEL, name, type, maker)
            : KernelCase.of(KERNEL, name + " axis -2", type, maker).acrossRows(name));
  }

  private static Workload workload(
      Data data, ElementType type, Tensor scale, ElementType to, long axis, int block) {
    return new Workload(
        graph(type, data.shape(), scale, to, axis, block), Map.of("x", data.x(type)));
  }

  /** Return a graph from {@code x} to {@code q} by a constant scale. */
  static Graph graph(
      ElementType type, Shape shape, Tensor scale, ElementType to, long axis, int block) {
    GraphBuilder builder = Graph.builder(KERNEL);
    Value x = builder.input("x", type, shape);
    NodeSpec node = quantize(x, builder.constant("scale", scale), to).with("axis", axis);
    if (block > 0) {
      node = node.with("block_size", block);
    }
    return builder.output(builder.add("quantize", node, List.of("q")).getFirst()).build();
  }

  /** Return the shape of the scales of blocks along an axis, counted from the end. */
  static Shape blockScales(Shape shape, long axis, int block) {
    int fromFront = (int) (shape.rank() + axis);
    return shape.withDim(fromFront, Math.ceilDiv(shape.dim(fromFront), block));
  }

  /** Return scales around the one that fits x into the type, no two neighbours equal. */
  static Tensor scale(ElementType to, Shape shape) {
    double largest =
        switch (to) {
          case INT8 -> 127;
          case INT4 -> 7;
          case FLOAT8E4M3FN -> 448;
          default -> throw new IllegalArgumentException(to.name().toLowerCase(Locale.ROOT));
        };
    Tensor scale = Tensor.allocate(ElementType.FLOAT, shape);
    for (long i = 0; i < scale.elementCount(); i++) {
      Elements.setValue(scale, i, DEVIATIONS / largest * (1 + 0.01 * (i % 7)));
    }
    return scale;
  }
}
