package io.blockquant.onnx.read;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Inlining;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.proto.FunctionProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.NodeProto;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.proto.ValueInfoProto;
import io.blockquant.onnx.report.Problems;
import io.blockquant.onnx.tensor.TensorReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Read a GraphProto and the subgraphs in it; every node is opaque at first. */
final class GraphReader {

  /** How deep subgraphs may nest; the deepest published models nest 3 levels. */
  static final int MAX_NESTING = 16;

  private final Opsets opsets;
  private final TensorReader tensors;
  private final Problems problems;
  private final Functions functions;

  /** Read graphs whose nodes may call functions; the functions' nodes take the places of calls. */
  GraphReader(Opsets opsets, TensorReader tensors, Problems problems, Functions functions) {
    this.opsets = opsets;
    this.tensors = tensors;
    this.problems = problems;
    this.functions = functions;
  }

  /** Read the graph of the model. */
  Graph read(GraphProto proto) {
    return read(proto, NodeScope.MODEL);
  }

  private Graph read(GraphProto proto, NodeScope scope) {
    int depth = scope.nesting();
    Map<String, Tensor> initializers = initializers(proto);
    List<Value> inputs = new ArrayList<>();
    for (ValueInfoProto input : proto.getInputList()) {
      inputs.add(input(input, initializers.get(input.getName()), depth));
    }
    List<Value> outputs = new ArrayList<>();
    for (ValueInfoProto output : proto.getOutputList()) {
      Place where = Place.tensor("graph output '" + output.getName() + "'");
      outputs.add(new Value(output.getName(), type(output, where)));
    }
    List<Node> nodes = new ArrayList<>();
    for (NodeProto node : proto.getNodeList()) {
      read(node, scope, nodes, initializers);
    }
    Map<String, TensorType> hints = depth == 0 && scope.calls() == 0 ? hints(proto) : Map.of();
    Graph graph = new Graph(proto.getName(), inputs, outputs, nodes, initializers, Map.of(), hints);
    return NodeOrder.sort(graph, problems);
  }

  /** What is no type of a tensor here is no error: nothing depends on it. */
  private static Map<String, TensorType> hints(GraphProto proto) {
    Map<String, TensorType> hints = new LinkedHashMap<>();
    for (ValueInfoProto value : proto.getValueInfoList()) {
      ValueTypes.tensorType(value).ifPresent(type -> hints.putIfAbsent(value.getName(), type));
    }
    return hints;
  }

  private Map<String, Tensor> initializers(GraphProto proto) {
    Map<String, Tensor> read = new LinkedHashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      Place where = Place.tensor("initializer '" + tensor.getName() + "'");
      try {
        if (read.put(tensor.getName(), tensors.read(tensor, where)) != null) {
          problems.error(
              Diagnostic.error("Graph.DuplicateValue", "an initializer MUST be given once")
                  .at(where)
                  .fact("found", "initializer name " + tensor.getName() + " occurs twice")
                  .help("give one of them another name"));
        }
      } catch (BlockquantException e) {
        problems.errors(e);
        // A stand-in, so that the nodes that read it are not reported as well.
        read.putIfAbsent(tensor.getName(), Tensor.scalar(0));
      }
    }
    proto
        .getSparseInitializerList()
        .forEach(sparse -> {
          String name = sparse.getValues().getName();
          problems.error(
              Diagnostic.error("Onnx.UnsupportedType", "an initializer MUST be dense")
                  .at(Place.tensor("sparse initializer '" + name + "'"))
                  .fact("dims", sparse.getDimsList())
                  .help("convert sparse initializers to dense ones before you export"));
          read.putIfAbsent(name, Tensor.scalar(0));
        });
    return read;
  }

  private Value input(ValueInfoProto input, @Nullable Tensor initializer, int depth) {
    Place where = Place.tensor("graph input '" + input.getName() + "'");
    long errorsBefore = problems.errorCount();
    TensorType type = type(input, where);
    if (initializer == null) {
      // The body of a Loop or Scan may leave the types of its inputs to its node.
      if (type == null && depth == 0 && problems.errorCount() == errorsBefore) {
        problems.error(
            Diagnostic.error("Onnx.MissingType", "an input of the model MUST have an element type")
                .at(where)
                .help("declare the type of the input"));
      }
      return new Value(input.getName(), type);
    }
    if (type != null && !type.accepts(initializer.elementType(), initializer.shape())) {
      problems.warning(
          "",
          Diagnostic.warning("Onnx.InputType", "an input SHOULD have the type of its initializer")
              .at(where)
              .fact("declared", type)
              .fact("initializer", initializer)
              .help("nothing to do: the type of the initializer was taken"));
      return new Value(input.getName(), initializer.type());
    }
    return new Value(input.getName(), type == null ? initializer.type() : type);
  }

  private @Nullable TensorType type(ValueInfoProto value, Place where) {
    try {
      return ValueTypes.read(value, where);
    } catch (BlockquantException e) {
      problems.errors(e);
      return null;
    }
  }

  /** Read a node, or what the function that it calls stands for. */
  private void read(
      NodeProto proto, NodeScope scope, List<Node> nodes, Map<String, Tensor> initializers) {
    String domain = Opsets.domain(proto.getDomain());
    Optional<FunctionProto> function =
        functions.find(domain, proto.getOpType(), proto.getOverload());
    Integer declared = scope.versions().get(domain);
    // A function's domain is its own; nobody needs to declare a version of it.
    int version = declared != null ? declared : function.isPresent() ? 1 : opsets.version(domain);
    OpId op = new OpId(domain, proto.getOpType(), version);
    Node node =
        new Node(proto.getName(), op, proto.getInputList(), proto.getOutputList(), Attributes.NONE);
    Place where = Place.node(node.describe());
    AttributeReader reader =
        new AttributeReader(
            tensors, problems, where, body -> body(body, scope.body(), where), scope.arguments());
    Node read = node.withAttributes(reader.read(proto.getAttributeList()));
    if (function.isEmpty()) {
      nodes.add(read);
      return;
    }
    Inlining.Inlined inlined = call(read, function.get(), scope, where);
    nodes.addAll(inlined.nodes());
    initializers.putAll(inlined.initializers());
  }

  private Inlining.Inlined call(Node node, FunctionProto function, NodeScope scope, Place where) {
    if (scope.calls() >= Functions.MAX_CALLS || !functions.count(function)) {
      throw Diagnostic.error("Onnx.TooDeep", "functions MUST NOT call each other without end")
          .at(where)
          .fact("function", node.op().displayName())
          .fact("calls allowed within calls", Functions.MAX_CALLS)
          .fact("nodes allowed in all", Functions.MAX_NODES)
          .help("inline the functions of the model: onnx.inliner.inline_local_functions")
          .asException();
    }
    Map<String, Attribute> arguments = new LinkedHashMap<>();
    AttributeReader defaults =
        new AttributeReader(
            tensors, problems, where, body -> body(body, scope.body(), where), Optional.empty());
    arguments.putAll(defaults.read(function.getAttributeProtoList()).asMap());
    arguments.putAll(node.attributes().asMap());
    NodeScope inside = scope.call(function, arguments);
    List<Node> nodes = new ArrayList<>();
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    for (NodeProto inner : function.getNodeList()) {
      read(inner, inside, nodes, initializers);
    }
    Graph body =
        new Graph(
            function.getName(),
            function.getInputList().stream().map(Value::of).toList(),
            function.getOutputList().stream().map(Value::of).toList(),
            nodes,
            initializers,
            Map.of());
    int standard = inside.versions().getOrDefault(OpId.ONNX, 1);
    return Inlining.call(NodeOrder.sort(body, problems), node, standard);
  }

  private Graph body(GraphProto proto, NodeScope scope, Place where) {
    if (scope.nesting() > MAX_NESTING) {
      throw Diagnostic.error("Onnx.TooDeep", "subgraphs MUST NOT nest deeper than a model needs")
          .at(where)
          .fact("deepest allowed", MAX_NESTING)
          .help("flatten the subgraphs of the model")
          .asException();
    }
    return read(proto, scope);
  }
}
