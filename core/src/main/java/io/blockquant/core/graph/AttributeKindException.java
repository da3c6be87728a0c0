package io.blockquant.core.graph;

import java.io.Serial;

/** Say that an attribute holds another kind of value than its operator reads. */
public final class AttributeKindException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String attribute;
  private final String expected;
  private final String found;

  /** Name the attribute, the ONNX kind that is read and the one that is there. */
  public AttributeKindException(String attribute, String expected, String found) {
    super("attribute " + attribute + " is " + found + ", must be " + expected);
    this.attribute = attribute;
    this.expected = expected;
    this.found = found;
  }

  /** Return the name of the attribute. */
  public String attribute() {
    return attribute;
  }

  /** Return the ONNX kind that the operator reads. */
  public String expected() {
    return expected;
  }

  /** Return the ONNX kind that the node has. */
  public String found() {
    return found;
  }
}
