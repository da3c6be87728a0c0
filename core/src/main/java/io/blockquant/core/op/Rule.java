package io.blockquant.core.op;

/**
 * State one numeric rule of an operator: data for the docs, the tests and the conformance cases.
 *
 * @param label the label in the contract: {@code R4}
 * @param text the rule, in one or two sentences
 */
public record Rule(String label, String text) {}
