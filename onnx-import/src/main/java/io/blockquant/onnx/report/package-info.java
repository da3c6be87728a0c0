/** Collects what is wrong with a file, so that all of it is reported at once. */
@NullMarked
package io.blockquant.onnx.report;

import org.jspecify.annotations.NullMarked;
