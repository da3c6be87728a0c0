package io.blockquant.cli.bench.workload;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;

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

/** The kernels of DynamicQuantize. */
final class DynamicQuantizeCases {

  /** The second scale of NVFP4: no power of two, so that no division is trivial. */
  static final float G = 0.0123f;

  private static final String KERNEL = "DynamicQuantize";
  private static final int BLOCK_OF_EXTENSIONS = 32;

  private DynamicQuantizeCases() {}

  static List<KernelCase> of(ElementType type) {
    List<KernelCase> cases = new ArrayList<>();
    alongAxes(cases, type, "nvfp4", Recipe.NVFP4, 16);
    alongAxes(cases, type, "mxfp8", Recipe.MXFP8, 32);
    cases.add(blocks(type, 128, 128));
    cases.add(blocks(type, 1, 128));
    cases.add(blocks(type, 128, 1).acrossRows("fp8-2d 1x128"));
    alongAxes(cases, type, "mxfp4", Recipe.MXFP4, BLOCK_OF_EXTENSIONS);
    alongAxes(cases, type, "fp4-float", Recipe.FP4_FLOAT, BLOCK_OF_EXTENSIONS);
    alongAxes(cases, type, "fp8-e4m3", Recipe.FP8_E4M3, BLOCK_OF_EXTENSIONS);
    alongAxes(cases, type, "int8-float", Recipe.INT8_FLOAT, BLOCK_OF_EXTENSIONS);
    return cases;
  }

  private static void alongAxes(
      List<KernelCase> cases, ElementType type, String name, Recipe recipe, int block) {
    cases.add(
        KernelCase.of(
            KERNEL,
            name,
            type,
            (data, x) -> workload(data, x, alongAxis(x, data.shape(), recipe, -1, block))));
    cases.add(
        KernelCase.of(
                KERNEL,
                name + " axis -2",
                type,
                (data, x) -> workload(data, x, alongAxis(x, data.shape(), recipe, -2, block)))
            .acrossRows(name));
  }

  private static KernelCase blocks(ElementType type, long rows, long columns) {
    return KernelCase.of(
        KERNEL,
        "fp8-2d " + rows + "x" + columns,
        type,
        (data, x) -> workload(data, x, inBlocks(x, data.shape(), rows, columns)));
  }

  private static Workload workload(Data data, ElementType type, Graph graph) {
    return new Workload(graph, Map.of("x", data.x(type)));
  }

  /** Return a graph from {@code x} to {@code q} and {@code s}, in blocks along an axis. */
  static Graph alongAxis(ElementType type, Shape shape, Recipe recipe, long axis, int block) {
    GraphBuilder builder = Graph.builder(KERNEL);
    add(builder, type, shape, recipe, axis, block).forEach(builder::output);
    return builder.build();
  }

  /** Return a graph from {@code x} to {@code q} and the float scales {@code s}: NVFP4 and Q6. */
  static Graph withFloatScales(Shape shape, long axis) {
    GraphBuilder builder = Graph.builder(KERNEL);
    List<Value> outputs = add(builder, ElementType.FLOAT, shape, Recipe.NVFP4, axis, 16);
    Value g = builder.constant("g2", Tensor.ofFloats(Shape.of(1), G));
    NodeSpec scales = dequantize(outputs.get(1), g, ElementType.FLOAT);
    return builder
        .output(outputs.get(0))
        .output(builder.add("scales", scales, List.of("float_s")).getFirst())
        .build();
  }

  /** Return a graph from {@code x} to {@code q} and {@code s}, FP8 in 2D blocks. */
  static Graph inBlocks(ElementType type, Shape shape, long rows, long columns) {
    GraphBuilder builder = Graph.builder(KERNEL);
    Value x = builder.input("x", type, shape);
    long[] block = {rows, columns};
    NodeSpec node =
        dynamicQuantize(x, block, Recipe.FP8_2D.outputType(), Recipe.FP8_2D.scaleType());
    builder.add("quantize", node, List.of("q", "s")).forEach(builder::output);
    return builder.build();
  }

  private static List<Value> add(
      GraphBuilder builder, ElementType type, Shape shape, Recipe recipe, long axis, int block) {
    Value x = builder.input("x", type, shape);
    NodeSpec node =
        dynamicQuantize(x, axis(axis), blockSize(block), recipe.outputType(), recipe.scaleType());
    if (recipe.takesDoubleQuantScale()) {
      node = node.withInput(1, builder.constant("g", Tensor.ofFloats(Shape.of(1), G)));
    }
    return builder.add("quantize", node, List.of("q", "s"));
  }
}
