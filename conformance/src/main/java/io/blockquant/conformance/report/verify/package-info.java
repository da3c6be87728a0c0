/** Judges a log again, from the outputs that it has and the cases that the kit has. */
@NullMarked
package io.blockquant.conformance.report.verify;

import org.jspecify.annotations.NullMarked;
