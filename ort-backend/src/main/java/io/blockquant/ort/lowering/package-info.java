/**
 * Says nodes that ONNX Runtime has no kernel for in nodes that it has: operators newer than its
 * opset, types that a kernel lacks, attributes that it refuses.
 */
@NullMarked
package io.blockquant.ort.lowering;

import org.jspecify.annotations.NullMarked;
