/** Reads and writes ONNX; the only place that sees protobuf. */
@NullMarked
package io.blockquant.onnx;

import org.jspecify.annotations.NullMarked;
