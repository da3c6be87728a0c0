import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.session.Session;
import io.blockquant.core.session.SessionDevice;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.lang.foreign.Arena;
import java.util.Map;

/**
 * Quantizes a matrix to NVFP4 in one session and back to floats in another; between the two, codes
 * and scales stay on the GPU.
 */
class DeviceTensors {

  private static final Shape SHAPE = Shape.of(64, 1024);

  /** The first argument names the backend; {@code cuda} if there is none. */
  public static void main(String[] args) {
    float[] values = new float[(int) SHAPE.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    float[] back = thereAndBack(args.length == 0 ? "cuda" : args[0], values);
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - back[i]));
    }
    System.out.printf("%d values, largest error %.4f%n", values.length, worst);
  }

  static float[] thereAndBack(String backend, float... values) {
    try (Session quantize = Session.builder(quantizer()).backends(backend).open();
        Session dequantize = Session.builder(dequantizer()).backends(backend).open();
        Arena arena = Arena.ofConfined()) {
      SessionDevice gpu = quantize.device(quantize.devices().getFirst());
      // The only copy to the device.
      Tensor x = gpu.copy(Tensor.ofFloats(SHAPE, values), arena);
      // Outputs are left where they were made ...
      Map<String, Tensor> quantized = gpu.run(Map.of("x", x), arena);
      // ... and are inputs of the other session there. Memory can be given for outputs, too.
      Tensor y = gpu.allocate(FLOAT, SHAPE, arena);
      dequantize.run(quantized, Map.of("y", y));
      // The only copy from the device.
      return TensorArrays.toFloats(y.toHost(arena));
    }
  }

  /** x -> data, scale. */
  private static Graph quantizer() {
    var builder = Graph.builder("quantizer");
    var x = builder.input("x", FLOAT, SHAPE);
    var node = dynamicQuantize(x, axis(-1), blockSize(16), FLOAT4E2M1, FLOAT8E4M3FN);
    builder.add("quantize", node, java.util.List.of("data", "scale")).forEach(builder::output);
    return builder.build();
  }

  /** data, scale -> y. */
  private static Graph dequantizer() {
    var builder = Graph.builder("dequantizer");
    var data = builder.input("data", FLOAT4E2M1, SHAPE);
    var codes = builder.input("scale", FLOAT8E4M3FN, Shape.of(64, 64));
    var scale = builder.add(dequantize(codes, builder.constant("one", Tensor.scalar(1)))).getFirst();
    var node = dequantize(data, scale).with("axis", -1).with("block_size", 16);
    return builder.output(builder.add("dequantize", node, java.util.List.of("y")).getFirst()).build();
  }
}
