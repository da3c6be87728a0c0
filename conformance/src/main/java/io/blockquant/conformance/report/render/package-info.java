/** Renders logs as JUnit XML, CSV, Markdown, JSON and a badge; all of a log, or several at once. */
@NullMarked
package io.blockquant.conformance.report.render;

import org.jspecify.annotations.NullMarked;
