/**
 * The ONNX Runtime backend: regions of standard ONNX operators become ONNX Runtime sessions.
 *
 * <p>The only place that sees ONNX Runtime. Tensors cross its border without a copy: inputs and
 * outputs are views of the memory that the session plans, weights are views of the model's memory.
 */
@NullMarked
package io.blockquant.ort;

import org.jspecify.annotations.NullMarked;
