package io.blockquant.cli.bench.workload;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kernels of Dequantize; codes and scales are those that quantizing x gives. */
final class DequantizeCases {

  private static final String KERNEL = "Dequantize";
  private static final int BLOCK = 32;

  private DequantizeCases() {}

  static List<KernelCase> of(ElementType type) {
    List<KernelCase> cases = new ArrayList<>();
    for (long axis : new long[] {-1, -2}) {
      add(cases, type, "nvfp4", axis, (data, y) -> twoLevel(data, y, axis));
      add(cases, type, "nvfp4 float-scale", axis, (data, y) -> oneLevel(data, y, axis));
      add(cases, type, "mxfp8", axis, (data, y) -> blocked(data, y, Recipe.MXFP8, axis, 32));
      add(
          cases,
          type,
          "int8 block 32",
          axis,
          (data, y) -> blocked(data, y, Recipe.INT8_FLOAT, axis, BLOCK));
      add(cases, type, "int4 block 32", axis, (data, y) -> int4(data, y, axis));
    }
    cases.add(KernelCase.of(KERNEL, "fp8-2d 128x128", type, DequantizeCases::fp8));
    return cases;
  }

  private static void add(
      List<KernelCase> cases, ElementType type, String name, long axis, KernelCase.Maker maker) {
    cases.add(
        axis == -1
            ? KernelCase.of(KERNEL, name, type, maker)
            : KernelCase.of(KERNEL, name + " axis -2", type, maker).acrossRows(name));
  }

  /** The scales are dequantized by g, the data by the result (Q6). */
  private static Workload twoLevel(Data data, ElementType type, long axis) {
    Data.Codes codes = quantized(data, Recipe.NVFP4, axis, 16);
    GraphBuilder builder = Graph.builder(KERNEL);
    Value q = builder.input("q", codes.q().type());
    Value s8 = builder.input("s", codes.s().type());
    Value g = builder.constant("g", Tensor.ofFloats(Shape.of(1), DynamicQuantizeCases.G));
    Value scale = builder.add(dequantize(s8, g, ElementType.FLOAT)).getFirst();
    return finish(builder, along(dequantize(q, scale, type), axis, 16), codes);
  }

  private static Workload oneLevel(Data data, ElementType type, long axis) {
    Data.Codes codes =
        data.quantized(
            "NVFP4 with float scales along " + axis,
            () -> DynamicQuantizeCases.withFloatScales(data.shape(), axis));
    return oneNode(codes, type, axis, 16);
  }

  private static Workload blocked(
      Data data, ElementType type, Recipe recipe, long axis, int block) {
    return oneNode(quantized(data, recipe, axis, block), type, axis, block);
  }

  private static Workload oneNode(Data.Codes codes, ElementType type, long axis, int block) {
    GraphBuilder builder = Graph.builder(KERNEL);
    return finish(builder, along(node(builder, codes, type), axis, block), codes);
  }

  private static Workload int4(Data data, ElementType type, long axis) {
    Shape scales = QuantizeCases.blockScales(data.shape(), axis, BLOCK);
    Tensor scale = QuantizeCases.scale(ElementType.INT4, scales);
    Data.Codes codes =
        data.quantized(
            "INT4 along " + axis,
            scale,
            () ->
                QuantizeCases.graph(
                    ElementType.FLOAT, data.shape(), scale, ElementType.INT4, axis, BLOCK));
    return oneNode(codes, type, axis, BLOCK);
  }

  private static Workload fp8(Data data, ElementType type) {
    Data.Codes codes =
        data.quantized(
            "FP8_2D",
            () -> DynamicQuantizeCases.inBlocks(ElementType.FLOAT, data.shape(), 128, 128));
    GraphBuilder builder = Graph.builder(KERNEL);
    NodeSpec node = node(builder, codes, type).with("block_shape", List.of(128L, 128L));
    return finish(builder, node, codes);
  }

  private static Data.Codes quantized(Data data, Recipe recipe, long axis, int block) {
    return data.quantized(
        recipe + " along " + axis,
        () -> DynamicQuantizeCases.alongAxis(ElementType.FLOAT, data.shape(), recipe, axis, block));
  }

  private static NodeSpec node(GraphBuilder builder, Data.Codes codes, ElementType type) {
    Value q = builder.input("q", codes.q().type());
    Value s = builder.input("s", codes.s().type());
    return dequantize(q, s, type);
  }

  private static NodeSpec along(NodeSpec node, long axis, int block) {
    return node.with("axis", axis).with("block_size", block);
  }

  private static Workload finish(GraphBuilder builder, NodeSpec node, Data.Codes codes) {
    Value y = builder.add("dequantize", node, List.of("y")).getFirst();
    return new Workload(builder.output(y).build(), Map.of("q", codes.q(), "s", codes.s()));
  }
}
