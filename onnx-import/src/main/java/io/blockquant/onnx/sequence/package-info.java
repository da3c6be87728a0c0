/** Keeps values that are no tensors, sequences and optionals, inside one node. */
@NullMarked
package io.blockquant.onnx.sequence;

import org.jspecify.annotations.NullMarked;
