package io.blockquant.cli.inspect;

import io.blockquant.core.tensor.Tensor;

/**
 * Describe a constant of a model.
 *
 * @param name the initializer
 * @param role what it is to the graph
 * @param tensor the tensor
 * @param format the format of the weight it is, or is part of; its type for all others
 * @param blocks which elements share a scale; empty where none do
 * @param scaleBytes what its scales take, second scales included; 0 for all but quantized weights
 */
record Weight(
    String name, Role role, Tensor tensor, String format, String blocks, long scaleBytes) {

  /** Name what a constant is to the graph. */
  enum Role {
    /** Codes that a Dequantize reads. */
    QUANTIZED,
    /** Scales or zero points of quantized weights or of activations. */
    SCALE,
    /** Any other constant. */
    PLAIN
  }

  /** Return the bits that an element takes, its share of the scales included. */
  double bitsPerElement() {
    long count = tensor.elementCount();
    return count == 0 ? 0 : (tensor.byteSize() + scaleBytes) * (double) Byte.SIZE / count;
  }
}
