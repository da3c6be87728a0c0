/** Parses protobuf bytes that nobody vouches for, without copying the weights. */
@NullMarked
package io.blockquant.onnx.wire;

import org.jspecify.annotations.NullMarked;
