/** Cases of Dequantize, one class per family. */
@NullMarked
package io.blockquant.conformance.cases.dequantize;

import org.jspecify.annotations.NullMarked;
