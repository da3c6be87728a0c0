/** Lets operators that need one float type compute where a file mixes several. */
@NullMarked
package io.blockquant.onnx.precision;

import org.jspecify.annotations.NullMarked;
