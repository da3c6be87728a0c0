package io.blockquant.ort;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Invocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hold a region as a session of ONNX Runtime.
 *
 * @param environment makes tensors
 * @param region the region as it was given
 * @param inputTypes the element type of each input
 * @param inputNames what the session calls each input
 * @param outputs where each output comes from
 * @param outputNames what the session calls each output that it computes
 * @param computed what is known of each output that the session computes
 * @param session the session; null if it would have nothing to compute
 * @param weights the constants that the session reads where they are
 */
record OrtExecutable(
    OrtEnvironment environment,
    Graph region,
    List<ElementType> inputTypes,
    List<String> inputNames,
    RegionOutputs outputs,
    List<String> outputNames,
    List<RegionCompiler.OutputType> computed,
    @Nullable OrtSession session,
    Map<String, OnnxTensorLike> weights)
    implements Executable {

  @Override
  public Invocation newInvocation() {
    return new OrtInvocation(this);
  }

  @Override
  public void close() {
    close(session, weights);
  }

  /** Close a session, then the memory that it read. */
  static void close(@Nullable OrtSession session, Map<String, OnnxTensorLike> weights) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      throw new BlockquantException(
          List.of(
              Diagnostic.error("Ort.Close", "ONNX Runtime MUST release a session")
                  .fact("ONNX Runtime", OrtMessages.trim(e))
                  .help("report this with the model")
                  .build()),
          e);
    } finally {
      weights.values().forEach(OnnxTensorLike::close);
    }
  }
}
