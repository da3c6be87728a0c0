/** Compares a session on a model without quantized operators with ONNX Runtime called directly. */
@NullMarked
package io.blockquant.benchmarks.ort;

import org.jspecify.annotations.NullMarked;
