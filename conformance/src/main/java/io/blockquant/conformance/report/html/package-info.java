/** Renders logs as one HTML page that needs nothing else: no network, no other file. */
@NullMarked
package io.blockquant.conformance.report.html;

import org.jspecify.annotations.NullMarked;
