package io.blockquant.core.op;

/**
 * Declare an attribute of an operator.
 *
 * @param name the name in the IR
 * @param kind the ONNX kind: INT, INTS, STRING
 * @param absent what holds when it is not given, as text
 * @param text what it means, in one sentence
 */
public record AttributeSpec(String name, String kind, String absent, String text) {}
