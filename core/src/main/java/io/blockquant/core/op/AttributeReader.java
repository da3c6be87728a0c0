package io.blockquant.core.op;

import io.blockquant.core.graph.Attributes;

/**
 * Read the attributes of a node into the operator's own record.
 *
 * @param <A> the operator's attributes
 */
@FunctionalInterface
public interface AttributeReader<A> {

  /**
   * Read the attributes. What is absent or out of range is left to the constraints.
   *
   * @throws io.blockquant.core.graph.AttributeKindException if an attribute is of another kind
   */
  A read(Attributes attributes);
}
