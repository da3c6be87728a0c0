package io.blockquant.conformance.cases.documented;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.INT8;
import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.quantize.Quantize.quantize;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.List;
import java.util.Map;

/**
 * The example of TensorRT's Dequantize page: 1 x 1 x 3 x 3, quantized to INT8 and back with one
 * scale of 1/127 on axis 3.
 */
public final class Int8Example {

  /** The quantized data. */
  public static final String DATA = "quantize_output";

  /** The dequantized data. */
  public static final String VALUES = "dequantize_output";

  private static final Shape SHAPE = Shape.of(1, 1, 3, 3);

  private Int8Example() {}

  /** Build the page's network; {@code output} is marked as its output. */
  public static Graph graph(String output) {
    GraphBuilder network = Graph.builder("documented-int8");
    Value in1 = network.input("input1", FLOAT, SHAPE);

    Value quantizeScale = network.constant("scale", Tensor.ofFloats(Shape.of(1), 1 / 127f));
    Value quantized =
        network
            .add("quantize", quantize(in1, quantizeScale, INT8).with("axis", 3), List.of(DATA))
            .getFirst();
    network.add(
        "dequantize", dequantize(quantized, quantizeScale, FLOAT).with("axis", 3), List.of(VALUES));

    return network.output(Value.of(output)).build();
  }

  /** Return the page's input. */
  public static Map<String, Tensor> inputs() {
    return Map.of(
        "input1",
        Tensor.ofFloats(SHAPE, 0.56f, 0.89f, 1.4f, -0.56f, 0.39f, 6.0f, 0.67f, 0.11f, -3.6f));
  }

  /** Return the codes; 1.4, 6.0 and -3.6 saturate. */
  public static Tensor data() {
    return TensorArrays.ofValues(INT8, SHAPE, 71, 113, 127, -71, 50, 127, 85, 14, -128);
  }

  /** Return code times scale, rounded once to float32. */
  public static Tensor values() {
    return Fp8BlocksExample.floats(
        SHAPE,
        "3f0f1e3c3f63c78f3f800000" + "bf0f1e3c3ec993263f800000" + "3f2b56ad3de1c387bf810204");
  }

  /** Return what the page prints; -128/127 = -1.0079 is printed as -1.0. */
  public static Tensor printed() {
    return Tensor.ofFloats(SHAPE, 0.56f, 0.89f, 1f, -0.56f, 0.39f, 1.0f, 0.67f, 0.11f, -1.0f);
  }
}
