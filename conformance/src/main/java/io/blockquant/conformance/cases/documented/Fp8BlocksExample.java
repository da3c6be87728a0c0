package io.blockquant.conformance.cases.documented;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
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
 * The second example of TensorRT's DynamicQuantize page, step by step as the page has it: 8 x 8 in
 * blocks of [4, 3], the last column of blocks 2 wide, FP8 data, FLOAT scales.
 */
public final class Fp8BlocksExample {

  /** The quantized data. */
  public static final String DATA = "data_f8";

  /** The scales. */
  public static final String SCALE = "scale_f32";

  /** The dequantized data. */
  public static final String VALUES = "data_dq";

  private static final Shape SHAPE = Shape.of(8, 8);

  private Fp8BlocksExample() {}

  /** Build the page's network; {@code output} is marked as its output. */
  public static Graph graph(String output) {
    GraphBuilder network = Graph.builder("documented-fp8-2d");
    Value in1 = network.input("input", FLOAT, SHAPE);

    // Add the DynamicQuantizeLayer
    long[] blockShape = {4, 3};
    var dynq =
        network.add(
            "dynq", dynamicQuantize(in1, blockShape, FLOAT8E4M3FN, FLOAT), List.of(DATA, SCALE));
    Value dataF8 = dynq.get(0);
    Value scaleF32 = dynq.get(1);

    // Dequantize the data (per-block)
    network.add(
        "dequantize_data",
        dequantize(dataF8, scaleF32, FLOAT).with("block_shape", List.of(4L, 3L)),
        List.of(VALUES));

    return network.output(Value.of(output)).build();
  }

  /** Return the page's input: that of the first example in another shape. */
  public static Map<String, Tensor> inputs() {
    return Map.of("input", Nvfp4Example.input().reshape(SHAPE));
  }

  /** Return the codes. */
  public static Tensor data() {
    return TensorArrays.ofBytes(
        FLOAT8E4M3FN,
        SHAPE,
        HexFormat.of()
            .parseHex(
                "00586064676a6b6d"
                    + "7172737274757575"
                    + "79797a797a7a7a7a"
                    + "7d7e7e7d7d7e7e7e"
                    + "7678797976787977"
                    + "7576777779797a7b"
                    + "fdfdfefdfcfd7c7d"
                    + "7e7c7d7c7d7e7b7e"));
  }

  /** Return the scales, amax / 448. */
  public static Tensor scales() {
    return floats(Shape.of(2, 3), "3c9999993cabe2be3cb6db6e" + "3c541d423c6a0ea13c5b6db7");
  }

  /** Return code value times scale, rounded once to float32. */
  public static Tensor values() {
    return floats(
        SHAPE,
        "000000003e9999993f1999993f80ea0e3fa124923fd6db6e3ffb6db740149249"
            + "402ccccc403fffff405333324056db6e4080ea0e408ba83a4094924940949249"
            + "40accccc40accccc40bfffff40c15f1640d6db6e40d6db6e40e4924a40e4924a"
            + "40f999994106666641066666410ba83a410ba83a411666664120000041200000"
            + "4039999a40541d42406ea0ea4083a83b404ccccd406a0ea14076db6e404db6dc"
            + "402c57c64039999a4046db6e405b6db74083a83b4083a83b408924924096db6e"
            + "c0ac57c6c0ac57c6c0b9999ac0be2be3c0af8af9c0be2be340a4924940b24925"
            + "40b9999a409f15f240ac57c640af8af940be2be340cccccd4096db6e40c00000");
  }

  /** Return what the page prints. */
  public static Tensor printed() {
    return Tensor.ofFloats(
        SHAPE, 0.f, 0.3f, 0.6f, 1.01f, 1.26f, 1.68f, 1.96f, 2.32f, 2.7f, 3.f, 3.3f, 3.36f, 4.03f,
        4.36f, 4.64f, 4.64f, 5.4f, 5.4f, 6.f, 6.04f, 6.71f, 6.71f, 7.14f, 7.14f, 7.8f, 8.4f, 8.4f,
        8.73f, 8.73f, 9.4f, 10.f, 10.f, 2.9f, 3.31f, 3.73f, 4.11f, 3.2f, 3.66f, 3.86f, 3.21f, 2.69f,
        2.9f, 3.11f, 3.43f, 4.11f, 4.11f, 4.29f, 4.71f, -5.39f, -5.39f, -5.8f, -5.94f, -5.49f,
        -5.94f, 5.14f, 5.57f, 5.8f, 4.97f, 5.39f, 5.49f, 5.94f, 6.4f, 4.71f, 6.f);
  }

  /** Return floats by their bits, eight hexadecimal digits each. */
  static Tensor floats(Shape shape, String bits) {
    float[] values = new float[bits.length() / 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(HexFormat.fromHexDigits(bits, 8 * i, 8 * i + 8));
    }
    return Tensor.ofFloats(shape, values);
  }
}
