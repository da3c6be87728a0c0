/** What the operators of ONNX say about element types. */
@NullMarked
package io.blockquant.onnx.types;

import org.jspecify.annotations.NullMarked;
