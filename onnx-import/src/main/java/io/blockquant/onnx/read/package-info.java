/** Reads ONNX models into graphs. */
@NullMarked
package io.blockquant.onnx.read;

import org.jspecify.annotations.NullMarked;
