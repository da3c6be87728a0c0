package io.blockquant.core.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Hold the attributes of a node by name, in the order in which they were given. Immutable. */
public final class Attributes {

  /** No attributes. */
  public static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Attribute> values;

  private Attributes(Map<String, Attribute> values) {
    this.values = values;
  }

  /** Hold a copy of these attributes. */
  public static Attributes of(Map<String, Attribute> values) {
    return values.isEmpty()
        ? NONE
        : new Attributes(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
  }

  /** Return all attributes; not modifiable. */
  public Map<String, Attribute> asMap() {
    return values;
  }

  /** Return one attribute. */
  public Optional<Attribute> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Return {@code true} if the attribute is given. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Return an integer attribute. */
  public OptionalLong integer(String name) {
    Attribute attribute = values.get(name);
    if (attribute == null) {
      return OptionalLong.empty();
    }
    if (attribute instanceof Attribute.Int integer) {
      return OptionalLong.of(integer.value());
    }
    throw new AttributeKindException(name, "INT", attribute.kindName());
  }

  /** Return an integer attribute or its default. */
  public long integer(String name, long absent) {
    return integer(name).orElse(absent);
  }

  /** Return a list-of-integers attribute. */
  public Optional<long[]> integers(String name) {
    Attribute attribute = values.get(name);
    if (attribute == null) {
      return Optional.empty();
    }
    if (attribute instanceof Attribute.Ints ints) {
      return Optional.of(ints.values().stream().mapToLong(Long::longValue).toArray());
    }
    throw new AttributeKindException(name, "INTS", attribute.kindName());
  }

  /** Return a string attribute. */
  public Optional<String> text(String name) {
    Attribute attribute = values.get(name);
    if (attribute == null) {
      return Optional.empty();
    }
    if (attribute instanceof Attribute.Text text) {
      return Optional.of(text.value());
    }
    throw new AttributeKindException(name, "STRING", attribute.kindName());
  }

  /** Return every subgraph that an attribute holds. */
  public List<Graph> subgraphs() {
    return values.values().stream()
        .<Graph>mapMulti((attribute, sink) -> {
          if (attribute instanceof Attribute.Subgraph body) {
            sink.accept(body.value());
          } else if (attribute instanceof Attribute.Subgraphs bodies) {
            bodies.values().forEach(sink);
          }
        })
        .toList();
  }

  /** Return these attributes with one added or replaced. */
  public Attributes with(String name, Attribute value) {
    Map<String, Attribute> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return of(changed);
  }

  /** Return these attributes with an integer added or replaced. */
  public Attributes with(String name, long value) {
    return with(name, new Attribute.Int(value));
  }

  /** Return these attributes with a list of integers added or replaced. */
  public Attributes with(String name, List<Long> value) {
    return with(name, new Attribute.Ints(value));
  }

  /** Return these attributes with a string added or replaced. */
  public Attributes with(String name, String value) {
    return with(name, new Attribute.Text(value));
  }

  /** Return these attributes without one. */
  public Attributes without(String name) {
    Map<String, Attribute> changed = new LinkedHashMap<>(values);
    changed.remove(name);
    return of(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes attributes && values.equals(attributes.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Return {@code {axis = 1, block_size = 16}}. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + AttributeText.of(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
