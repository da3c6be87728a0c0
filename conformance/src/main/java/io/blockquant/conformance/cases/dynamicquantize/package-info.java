/** Cases of DynamicQuantize, one class per family. */
@NullMarked
package io.blockquant.conformance.cases.dynamicquantize;

import org.jspecify.annotations.NullMarked;
