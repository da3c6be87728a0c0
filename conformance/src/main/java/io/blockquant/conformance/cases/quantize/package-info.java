/** Cases of Quantize, one class per family. */
@NullMarked
package io.blockquant.conformance.cases.quantize;

import org.jspecify.annotations.NullMarked;
