package io.blockquant.core.verify;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Map;

/**
 * Verify a graph and infer the types of its values.
 *
 * <p>It reports every problem, not the first: the structure (names defined twice or never, cycles),
 * the constraints and element types of catalog operators, and values that cannot fit the memory
 * limit. A node whose inputs are wrong causes no further errors downstream.
 *
 * <p>Immutable; thread-safe if the oracles are.
 */
public final class GraphVerifier {

  private final OpRegistry registry;
  private final List<TypeOracle> oracles;
  private final long memoryLimit;

  /** Verify with these operator definitions, no oracle and no memory limit. */
  public GraphVerifier(OpRegistry registry) {
    this(registry, List.of(), Long.MAX_VALUE);
  }

  private GraphVerifier(OpRegistry registry, List<TypeOracle> oracles, long memoryLimit) {
    this.registry = registry;
    this.oracles = List.copyOf(oracles);
    this.memoryLimit = memoryLimit;
  }

  /** Return a verifier that asks these, in order, for the types that opaque nodes compute. */
  public GraphVerifier withOracles(List<TypeOracle> asked) {
    return new GraphVerifier(registry, asked, memoryLimit);
  }

  /** Return a verifier that refuses values, or constants and outputs together, above a limit. */
  public GraphVerifier withMemoryLimit(long bytes) {
    return new GraphVerifier(registry, oracles, bytes);
  }

  /**
   * Verify a graph.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every error
   */
  public Verified verify(Graph graph) {
    Findings findings = new Findings();
    Structure structure = StructureCheck.check(graph, findings);
    MemoryCheck memory = new MemoryCheck(memoryLimit, findings);
    TypeTable types = new TypeTable(graph, memory);
    structure.broken().forEach(types::poison);
    CatalogTyping catalog = new CatalogTyping(registry, types, findings);
    OpaqueTyping opaque = new OpaqueTyping(graph, structure, oracles, types, findings);
    new TypingOrder(graph, structure).run(catalog, opaque);
    memory.checkTotal(graph, types);
    findings.throwErrors();
    return new Verified(typed(graph, structure, types.known()), findings.warnings());
  }

  private static Graph typed(Graph graph, Structure structure, Map<String, TensorType> types) {
    List<Value> outputs =
        graph.outputs().stream().map(v -> new Value(v.name(), types.get(v.name()))).toList();
    return new Graph(
        graph.name(),
        graph.inputs(),
        outputs,
        structure.order().stream().map(graph.nodes()::get).toList(),
        graph.initializers(),
        types,
        Hints.credible(graph.hints(), types));
  }
}
