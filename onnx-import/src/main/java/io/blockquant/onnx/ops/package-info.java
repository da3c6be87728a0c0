/** Imports operators: one family a class, one line each in the table. */
@NullMarked
package io.blockquant.onnx.ops;

import org.jspecify.annotations.NullMarked;
