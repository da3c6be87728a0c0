package io.blockquant.onnx.read;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Read a GraphProto and the subgraphs in it; every node is opaque at first. */
final class GraphReader {

  /** How deep subgraphs may nest; the deepest published models nest 3 levels. */
  static final int MAX_NESTING = 16;

  private final Opsets opsets;
  private final TensorReader tensors;
  private final Problems problems;
  private final Set<String> functions;

  /** Read graphs whose nodes may name {@code functions}, which are worded {@code domain::name}. */
  GraphReader(Opsets opsets, TensorReader tensors, Problems problems, Set<String> functions) {
    this.opsets = opsets;
    this.tensors = tensors;
    this.problems = problems;
    this.functions = functions;
  }

  /** Read the graph of the model. */
  Graph read(GraphProto proto) {
    return read(proto, 0);
  }

  private Graph read(GraphProto proto, int depth) {
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
      nodes.add(node(node, depth));
    }
    Graph graph = new Graph(proto.getName(), inputs, outputs, nodes, initializers, Map.of());
    return NodeOrder.sort(graph, problems);
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

  private Node node(NodeProto proto, int depth) {
    String domain = Opsets.domain(proto.getDomain());
    OpId op = new OpId(domain, proto.getOpType(), opsets.version(domain));
    Node node =
        new Node(proto.getName(), op, proto.getInputList(), proto.getOutputList(), Attributes.NONE);
    Place where = Place.node(node.describe());
    if (functions.contains(domain + "::" + proto.getOpType())) {
      problems.error(
          Diagnostic.error("Onnx.UnsupportedFunction", "a node MUST NOT call a model's function")
              .at(where)
              .fact("function", op.displayName())
              .help("inline the functions of the model: onnx.inliner.inline_local_functions"));
    }
    AttributeReader reader =
        new AttributeReader(tensors, problems, where, body -> body(body, depth + 1, where));
    return node.withAttributes(reader.read(proto.getAttributeList()));
  }

  private Graph body(GraphProto proto, int depth, Place where) {
    if (depth > MAX_NESTING) {
      throw Diagnostic.error("Onnx.TooDeep", "subgraphs MUST NOT nest deeper than a model needs")
          .at(where)
          .fact("deepest allowed", MAX_NESTING)
          .help("flatten the subgraphs of the model")
          .asException();
    }
    return read(proto, depth);
  }
}
