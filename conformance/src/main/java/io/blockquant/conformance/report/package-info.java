/** Writes down what a run did. */
@NullMarked
package io.blockquant.conformance.report;

import org.jspecify.annotations.NullMarked;
