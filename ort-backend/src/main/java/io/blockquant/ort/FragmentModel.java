package io.blockquant.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.ort.lowering.LoweredGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Write some nodes of a fragment as a model, load it, and read the types of all their outputs. */
final class FragmentModel {

  /** ONNX Runtime's own names of extents that it cannot say. */
  private static final String INVENTED = "unk__";

  private final OrtSessions sessions;
  private final LoweredGraph lowered;
  private final List<Node> nodes;
  private final List<List<Node>> parts;
  private final List<Set<String>> reads = new ArrayList<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Set<String> unwritable = new HashSet<>();
  private final Set<String> symbols = new HashSet<>();

  FragmentModel(OrtSessions sessions, Graph fragment, LoweredGraph lowered) {
    this.sessions = sessions;
    this.lowered = lowered;
    this.nodes = fragment.nodes();
    this.parts = NodeTokens.rename(lowered.parts());
    nodes.forEach(node -> reads.add(node.reads()));
    for (Value input : fragment.inputs()) {
      fragment.type(input.name()).ifPresent(type -> addInput(input.name(), type));
    }
    fragment
        .initializers()
        .forEach((name, tensor) -> {
          if (fragment.isConstant(name)) {
            addConstant(name, tensor);
          }
        });
  }

  private void addInput(String name, TensorType given) {
    TensorType type = lowered.written(name, given);
    if (!OrtTypes.isKnown(type.elementType())) {
      unwritable.add(name);
      return;
    }
    inputs.put(name, new Value(name, type));
    if (type.hasRank()) {
      for (Dim dim : type.knownDims()) {
        if (dim instanceof Dim.Symbol(String symbol)) {
          symbols.add(symbol);
        }
      }
    }
  }

  private void addConstant(String name, Tensor given) {
    Tensor tensor = lowered.written(name, given);
    // The values of weights say nothing about types; those of shapes and axes do, and are small.
    if (RegionModel.isExternal(tensor) || !OrtTypes.isKnown(tensor.elementType())) {
      addInput(name, given.type());
    } else {
      constants.put(name, tensor);
    }
  }

  /** Return the inputs that no model can declare. */
  Set<String> unwritableInputs() {
    return unwritable;
  }

  /** Return what a node reads. */
  Set<String> reads(int index) {
    return reads.get(index);
  }

  /** Load a model of some nodes. */
  void load(List<Integer> indexes) throws OrtException {
    try (OrtSession _ = sessions.question(RegionModel.inline(graph(indexes)))) {
      // It loads: that was the question.
    }
  }

  /** Return the types of all outputs of some nodes. */
  Map<String, TensorType> types(List<Integer> indexes) throws OrtException {
    Graph graph = graph(indexes);
    Map<String, TensorType> types = new HashMap<>();
    List<String> scalarOrUnranked = new ArrayList<>();
    try (OrtSession session = sessions.question(RegionModel.inline(graph))) {
      for (NodeInfo output : session.getOutputInfo().values()) {
        if (output.getInfo() instanceof TensorInfo info) {
          OrtTypes.elementType(info.onnxType)
              .ifPresent(type -> {
                if (info.getShape().length == 0) {
                  scalarOrUnranked.add(output.getName());
                }
                types.put(output.getName(), new TensorType(type, dims(info)));
              });
        }
      }
    }
    lowered
        .carried()
        .forEach((name, type) ->
            types.computeIfPresent(name, (_, written) -> written.withElementType(type)));
    Set<String> scalars = scalars(graph, scalarOrUnranked);
    for (String name : scalarOrUnranked) {
      if (!scalars.contains(name)) {
        types.computeIfPresent(name, (_, type) -> TensorType.ofUnknownRank(type.elementType()));
      }
    }
    return types;
  }

  /**
   * Return which of these values are scalars: the Java API shows no extents for them, nor for
   * values of unknown rank. The shape of a shape tells: [0] for a scalar.
   */
  private Set<String> scalars(Graph graph, List<String> candidates) {
    if (candidates.isEmpty()) {
      return Set.of();
    }
    int opset = OpsetStamp.imports(graph).getOrDefault(OpId.ONNX, OpsetStamp.NEWEST_WRITTEN);
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Map<String, String> valueOf = new LinkedHashMap<>();
    for (String candidate : candidates) {
      String shape = "blockquant.shape." + valueOf.size();
      valueOf.put(shape, candidate);
      nodes.add(
          new Node(
              shape,
              new OpId(OpId.ONNX, "Shape", opset),
              List.of(candidate),
              List.of(shape),
              Attributes.NONE));
    }
    List<Value> outputs = valueOf.keySet().stream().map(Value::of).toList();
    Graph asking =
        new Graph(
            graph.name(), graph.inputs(), outputs, nodes, graph.initializers(), graph.types());
    Set<String> scalars = new HashSet<>();
    try (OrtSession session = sessions.question(RegionModel.inline(asking))) {
      for (NodeInfo output : session.getOutputInfo().values()) {
        if (output.getInfo() instanceof TensorInfo info && isEmptyVector(info)) {
          scalars.add(valueOf.get(output.getName()));
        }
      }
    } catch (OrtException _) {
      // It has no Shape for one of the types; an unknown rank is true of all of them.
      return Set.of();
    }
    return scalars;
  }

  private static boolean isEmptyVector(TensorInfo info) {
    long[] dims = info.getShape();
    return dims.length == 1 && dims[0] == 0;
  }

  private Graph graph(List<Integer> indexes) {
    List<Node> chosen = indexes.stream().flatMap(index -> parts.get(index).stream()).toList();
    Set<String> used = new HashSet<>();
    indexes.forEach(index -> used.addAll(reads.get(index)));
    List<Value> outputs =
        indexes.stream()
            .flatMap(index -> nodes.get(index).outputs().stream())
            .filter(name -> !name.isEmpty())
            .map(Value::of)
            .toList();
    Map<String, Tensor> usedConstants = new LinkedHashMap<>(constants);
    usedConstants.keySet().retainAll(used);
    List<Value> usedInputs =
        inputs.values().stream().filter(input -> used.contains(input.name())).toList();
    return new Graph("fragment", usedInputs, outputs, chosen, usedConstants, Map.of());
  }

  private List<Dim> dims(TensorInfo info) {
    long[] extents = info.getShape();
    String[] names = info.getDimensionNames();
    List<Dim> dims = new ArrayList<>(extents.length);
    for (int axis = 0; axis < extents.length; axis++) {
      dims.add(extents[axis] >= 0 ? Dim.of(extents[axis]) : open(names[axis]));
    }
    return dims;
  }

  private Dim open(String name) {
    boolean invented = name.isEmpty() || name.startsWith(INVENTED) && !symbols.contains(name);
    return invented ? Dim.UNKNOWN : Dim.symbol(name);
  }
}
