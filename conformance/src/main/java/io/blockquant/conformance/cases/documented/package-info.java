/** The three examples of the vendor's documentation: inputs, graphs, printed digits. */
@NullMarked
package io.blockquant.conformance.cases.documented;

import org.jspecify.annotations.NullMarked;
