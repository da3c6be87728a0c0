/** Writes cases in the forms of other suites. */
@NullMarked
package io.blockquant.conformance.report.export;

import org.jspecify.annotations.NullMarked;
