package io.blockquant.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.tensor.Dim;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Builds regions of standard operators. */
final class Regions {

  static final int OPSET = 21;

  private Regions() {}

  static OrtBackend backend() {
    return backend(new BackendOptions(1, Map.of()));
  }

  static OrtBackend backend(BackendOptions options) {
    return new OrtBackend(new OrtSessions(OrtLibrary.load(), options));
  }

  static NodeSpec op(String type, Value... inputs) {
    return NodeSpec.of(new OpId(OpId.ONNX, type, OPSET), 1, Attributes.NONE, inputs);
  }

  static NodeSpec op(int opset, String type, int outputs, Value... inputs) {
    return new NodeSpec(
        new OpId(OpId.ONNX, type, opset),
        Arrays.stream(inputs).map(Optional::of).toList(),
        outputs,
        Attributes.NONE);
  }

  /** One operator from a FLOAT input {@code x} [N, 4] to an output. */
  static Graph unary(String type) {
    GraphBuilder builder = Graph.builder(type);
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"), Dim.of(4));
    builder.output(builder.add(op(type, x)).getFirst());
    return builder.build();
  }
}
