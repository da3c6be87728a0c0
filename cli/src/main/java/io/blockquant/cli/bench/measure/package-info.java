/** Measures: what is timed, how often, until when, and on which machine. */
@NullMarked
package io.blockquant.cli.bench.measure;

import org.jspecify.annotations.NullMarked;
