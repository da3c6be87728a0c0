/** Writes graphs as ONNX models. */
@NullMarked
package io.blockquant.onnx.write;

import org.jspecify.annotations.NullMarked;
