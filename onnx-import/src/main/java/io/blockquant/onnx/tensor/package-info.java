/** Reads and writes ONNX tensors: typed fields, raw data, external data. */
@NullMarked
package io.blockquant.onnx.tensor;

import org.jspecify.annotations.NullMarked;
