package io.blockquant.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.ort.lowering.LoweredGraph;
import io.blockquant.ort.lowering.Lowerings;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turn a region into a session of ONNX Runtime. */
final class RegionCompiler {

  private final OrtSessions sessions;
  private final Graph region;
  private final boolean alone;
  private final RegionOutputs outputs;
  private final LoweredGraph lowered;
  private final RegionBorder border;

  /**
   * Prepare.
   *
   * @param alone whether nobody else of its session computes while the region runs
   */
  RegionCompiler(OrtSessions sessions, Lowerings lowerings, Graph region, boolean alone) {
    this.sessions = sessions;
    this.region = region;
    this.alone = alone;
    this.outputs = RegionOutputs.of(region);
    this.lowered = LoweredGraph.of(region, lowerings, OpsetStamp.standard(region));
    this.border = RegionBorder.of(region, outputs.computed(), lowered);
  }

  OrtExecutable compile() {
    List<ElementType> inputTypes = new ArrayList<>();
    for (Value input : region.inputs()) {
      inputTypes.add(inputType(input));
    }
    if (outputs.computed().isEmpty()) {
      return executable(inputTypes, List.of(), null, Map.of());
    }
    Graph model = modelGraph();
    Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
    OrtSession session = null;
    try {
      weights.putAll(weights(model));
      session = load(model, weights);
      return executable(inputTypes, known(session), session, weights);
    } catch (OrtException e) {
      OrtExecutable.close(session, weights);
      throw OrtErrors.compile(region, e);
    } catch (RuntimeException e) {
      OrtExecutable.close(session, weights);
      throw e;
    }
  }

  /** Hints may be wrong: a model that does not load with them may do so without. */
  private OrtSession load(Graph model, Map<String, OnnxTensorLike> weights) throws OrtException {
    if (!model.types().isEmpty()) {
      try {
        return sessions.runnable(write(model), weights, alone);
      } catch (OrtException _) {
        // What is wrong with the model itself is said below.
      }
    }
    return sessions.runnable(write(model.withTypes(Map.of())), weights, alone);
  }

  private OrtExecutable executable(
      List<ElementType> inputTypes,
      List<OutputType> computed,
      @Nullable OrtSession session,
      Map<String, OnnxTensorLike> weights) {
    return new OrtExecutable(
        sessions.environment(),
        region,
        inputTypes,
        border.inputNames(),
        outputs,
        border.outputNames(),
        computed,
        session,
        weights);
  }

  private ElementType inputType(Value input) {
    String place = "input '" + input.name() + "'";
    ElementType type =
        region
            .type(input.name())
            .map(TensorType::elementType)
            .orElseThrow(() ->
                OrtErrors.compile(region, place, "of unknown type", "give every input a type"));
    if (OrtTypes.carrier(type).isEmpty()) {
      throw OrtErrors.uncarried(place, type);
    }
    return type;
  }

  /** Return what ONNX Runtime is to load: no output that no node computes, and none twice. */
  private Graph modelGraph() {
    Map<String, Tensor> constants = new LinkedHashMap<>();
    region
        .initializers()
        .forEach((name, tensor) -> constants.put(name, lowered.written(name, tensor)));
    // What a caller gives may change from run to run, whatever its default.
    region.inputs().forEach(input -> constants.remove(input.name()));
    List<Node> nodes = new ArrayList<>(border.before());
    NodeTokens.rename(lowered.parts()).forEach(nodes::addAll);
    nodes.addAll(border.after());
    return new Graph(
        region.name(),
        border.inputs(),
        border.outputNames().stream().map(Value::of).toList(),
        nodes,
        constants,
        hints());
  }

  /** Return what is said of values that stay as they are; ONNX Runtime infers the rest itself. */
  private Map<String, TensorType> hints() {
    Map<String, TensorType> hints = new LinkedHashMap<>();
    region
        .hints()
        .forEach((name, type) -> {
          boolean same =
              !lowered.carried().containsKey(name)
                  && OrtTypes.isKnown(type.elementType())
                  && region
                      .type(name)
                      .map(known -> known.elementType() == type.elementType())
                      .orElse(true);
          if (same) {
            hints.put(name, type);
          }
        });
    return hints;
  }

  private byte[] write(Graph model) {
    Optional<String> conflict = OpsetStamp.conflict(region);
    if (conflict.isPresent()) {
      throw OrtErrors.compile(
          region, "opsets", conflict.get(), "give all nodes of one domain the same opset");
    }
    return RegionModel.referring(model);
  }

  private Map<String, OnnxTensorLike> weights(Graph model) {
    Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
    try {
      model
          .initializers()
          .forEach((name, tensor) -> {
            if (RegionModel.isExternal(tensor)) {
              weights.put(name, weight(name, tensor));
            }
          });
    } catch (RuntimeException e) {
      OrtExecutable.close(null, weights);
      throw e;
    }
    return weights;
  }

  private OnnxTensorLike weight(String name, Tensor tensor) {
    Tensor host = tensor.toHost(Arena.ofAuto());
    Tensor direct = host.segment().isNative() ? host : host.copy(Arena.ofAuto());
    return OrtTensors.view(
        sessions.environment(),
        direct.elementType(),
        direct.shape(),
        direct.segment(),
        "initializer '" + name + "'");
  }

  /** Return what is known of each computed output before the first run. */
  private List<OutputType> known(OrtSession session) throws OrtException {
    Map<String, NodeInfo> infos = session.getOutputInfo();
    List<OutputType> known = new ArrayList<>();
    for (int i = 0; i < outputs.computed().size(); i++) {
      NodeInfo info = Objects.requireNonNull(infos.get(border.outputNames().get(i)));
      String name = outputs.computed().get(i);
      String place = "output '" + name + "'";
      Optional<String> refusal = NodeTrial.refusal(place, info);
      if (refusal.isPresent()) {
        throw OrtErrors.compile(
            region, place, refusal.get(), "let another backend run these nodes");
      }
      TensorInfo tensor = (TensorInfo) info.getInfo();
      ElementType seen = OrtTypes.elementType(tensor.onnxType).orElseThrow();
      known.add(new OutputType(border.outputType(name, seen), fixed(tensor)));
    }
    return known;
  }

  private static Optional<Shape> fixed(TensorInfo tensor) {
    long[] dims = tensor.getShape();
    // No extents: either a scalar or a tensor of unknown rank, the Java API does not say which.
    boolean known = dims.length > 0 && Arrays.stream(dims).allMatch(dim -> dim >= 0);
    return known ? Optional.of(Shape.of(dims)) : Optional.empty();
  }

  /**
   * What is known of an output before the first run.
   *
   * @param elementType its element type
   * @param shape its shape, where it does not depend on the inputs
   */
  record OutputType(ElementType elementType, Optional<Shape> shape) {}
}
