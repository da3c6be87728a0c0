package io.blockquant.conformance.cases.documented;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The first example of TensorRT's DynamicQuantize page, step by step as the page has it: 2 x 32, 1D
 * blocks of 16 on axis 1, FP4 data, E4M3 scales, g = 1.
 */
public final class Nvfp4Example {

  /** The quantized data. */
  public static final String DATA = "data_f4";

  /** The scales as they are stored. */
  public static final String SCALE = "scale_f8";

  /** The scales after they are dequantized by g. */
  public static final String SCALE_VALUES = "scale_f32";

  /** The dequantized data. */
  public static final String VALUES = "data_dq";

  private static final Shape SHAPE = Shape.of(2, 32);
  private static final Shape SCALES = Shape.of(2, 2);

  private Nvfp4Example() {}

  /** Build the page's network; {@code output} is marked as its output. */
  public static Graph graph(String output) {
    GraphBuilder network = Graph.builder("documented-nvfp4");
    Value in1 = network.input("input", FLOAT, SHAPE);

    // Define double quant scale factor
    Value dblQuantScale = network.constant("dbl_quant_scale", Tensor.ofFloats(Shape.of(1), 1));

    // Add the DynamicQuantizeLayer
    var dynq =
        network.add(
            "dynq",
            dynamicQuantize(in1, axis(1), blockSize(16), FLOAT4E2M1, FLOAT8E4M3FN, dblQuantScale),
            List.of(DATA, SCALE));
    Value dataF4 = dynq.get(0);
    Value scaleF8 = dynq.get(1);

    // Dequantize the scale (per-tensor)
    Value scaleF32 =
        network
            .add(
                "dequantize_scale",
                dequantize(scaleF8, dblQuantScale, FLOAT),
                List.of(SCALE_VALUES))
            .getFirst();

    // Dequantize the data (per-block)
    network.add(
        "dequantize_data",
        dequantize(dataF4, scaleF32, FLOAT).with("axis", 1).with("block_size", 16),
        List.of(VALUES));

    return network.output(Value.of(output)).build();
  }

  /** Return the page's input. */
  public static Map<String, Tensor> inputs() {
    return Map.of("input", input());
  }

  /** Return the numbers of the page's input, which both examples share. */
  static Tensor input() {
    return Tensor.ofFloats(
        SHAPE, 0.0f, 0.3f, 0.6f, 1.0f, 1.3f, 1.6f, 1.9f, 2.3f, 2.6f, 2.9f, 3.2f, 3.5f, 3.9f, 4.2f,
        4.5f, 4.8f, 5.2f, 5.5f, 5.8f, 6.1f, 6.5f, 6.8f, 7.1f, 7.4f, 7.7f, 8.1f, 8.4f, 8.7f, 9.f,
        9.4f, 9.7f, 10.0f, 3.0f, 3.3f, 3.6f, 4.0f, 3.3f, 3.6f, 3.9f, 3.3f, 2.6f, 2.9f, 3.2f, 3.5f,
        3.9f, 4.2f, 4.5f, 4.8f, -5.2f, -5.5f, -5.8f, -6.1f, -5.5f, -5.8f, 5.1f, 5.4f, 5.7f, 5.1f,
        5.4f, 5.7f, 6.f, 6.4f, 4.7f, 6.0f);
  }

  /** Return the bytes of the data, two codes each. */
  public static Tensor data() {
    return TensorArrays.ofBytes(
        FLOAT4E2M1,
        SHAPE,
        HexFormat.of()
            .parseHex("10214354656676775566666666777777" + "6666666665667677eefffe6667767776"));
  }

  /** Return the bytes of the scales: 0.8125, 1.625; 0.8125, 1.125. */
  public static Tensor scales() {
    return TensorArrays.ofBytes(FLOAT8E4M3FN, SCALES, HexFormat.of().parseHex("353d3539"));
  }

  /** Return the values of the scales; g is 1. */
  public static Tensor scaleValues() {
    return Tensor.ofFloats(SCALES, 0.8125f, 1.625f, 0.8125f, 1.125f);
  }

  /** Return code value times scale; every product is an exact binary fraction. */
  public static Tensor values() {
    return Tensor.ofFloats(
        SHAPE, 0f, 0.40625f, 0.40625f, 0.8125f, 1.21875f, 1.625f, 1.625f, 2.4375f, 2.4375f, 3.25f,
        3.25f, 3.25f, 3.25f, 4.875f, 4.875f, 4.875f, 4.875f, 4.875f, 6.5f, 6.5f, 6.5f, 6.5f, 6.5f,
        6.5f, 6.5f, 6.5f, 9.75f, 9.75f, 9.75f, 9.75f, 9.75f, 9.75f, 3.25f, 3.25f, 3.25f, 3.25f,
        3.25f, 3.25f, 3.25f, 3.25f, 2.4375f, 3.25f, 3.25f, 3.25f, 3.25f, 4.875f, 4.875f, 4.875f,
        -4.5f, -4.5f, -6.75f, -6.75f, -4.5f, -6.75f, 4.5f, 4.5f, 6.75f, 4.5f, 4.5f, 6.75f, 6.75f,
        6.75f, 4.5f, 6.75f);
  }

  /** Return what the page prints; it cuts 4.875 to 4.87. */
  public static Tensor printed() {
    return Tensor.ofFloats(
        SHAPE, 0.00f, 0.41f, 0.41f, 0.81f, 1.22f, 1.62f, 1.62f, 2.44f, 2.44f, 3.25f, 3.25f, 3.25f,
        3.25f, 4.87f, 4.87f, 4.87f, 4.87f, 4.87f, 6.50f, 6.50f, 6.50f, 6.50f, 6.50f, 6.50f, 6.50f,
        6.50f, 9.75f, 9.75f, 9.75f, 9.75f, 9.75f, 9.75f, 3.25f, 3.25f, 3.25f, 3.25f, 3.25f, 3.25f,
        3.25f, 3.25f, 2.44f, 3.25f, 3.25f, 3.25f, 3.25f, 4.87f, 4.87f, 4.87f, -4.50f, -4.5f, -6.75f,
        -6.75f, -4.5f, -6.75f, 4.5f, 4.5f, 6.75f, 4.5f, 4.5f, 6.75f, 6.75f, 6.75f, 4.5f, 6.75f);
  }
}
