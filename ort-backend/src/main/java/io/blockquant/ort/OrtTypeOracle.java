package io.blockquant.ort;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.ort.lowering.Lowerings;
import java.util.Map;

/**
 * Tell the types of values that standard operators compute, as ONNX Runtime infers them.
 *
 * <p>Thread-safe. What it cannot say is left out: the outputs of operators that ONNX Runtime lacks
 * and of whatever reads them, values that are no tensors, and types without a name in the Java API.
 */
final class OrtTypeOracle implements TypeOracle {

  private final OrtSessions sessions;
  private final Lowerings lowerings;

  OrtTypeOracle(OrtSessions sessions, Lowerings lowerings) {
    this.sessions = sessions;
    this.lowerings = lowerings;
  }

  @Override
  public Map<String, TensorType> infer(Graph fragment) {
    return new FragmentTyping(sessions, lowerings, fragment).infer();
  }
}
