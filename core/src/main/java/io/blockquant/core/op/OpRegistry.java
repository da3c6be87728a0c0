package io.blockquant.core.op;

import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Find operator definitions by id. Immutable; two definitions of one id are an error at start. */
public final class OpRegistry {

  private final Map<OpId, OpDefinition<?>> definitions = new LinkedHashMap<>();

  /** Hold these definitions. */
  public OpRegistry(List<OpDefinition<?>> definitions) {
    for (OpDefinition<?> definition : definitions) {
      if (this.definitions.put(definition.id(), definition) != null) {
        throw new IllegalArgumentException("two definitions of " + definition.id());
      }
    }
  }

  /** Return the definition of a node's operator; empty for a node that is opaque to core. */
  public Optional<OpDefinition<?>> find(Node node) {
    return Optional.ofNullable(definitions.get(node.op()));
  }

  /** Return the definition of a catalog operator by its name. */
  public Optional<OpDefinition<?>> find(String name) {
    return definitions.values().stream().filter(d -> d.name().equals(name)).findFirst();
  }

  /** Return all definitions, in the order of the catalog. */
  public List<OpDefinition<?>> all() {
    return List.copyOf(definitions.values());
  }
}
