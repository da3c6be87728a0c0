/** What Quantize and Dequantize share: which elements use which scale. */
@NullMarked
package io.blockquant.core.ops.scaling;

import org.jspecify.annotations.NullMarked;
