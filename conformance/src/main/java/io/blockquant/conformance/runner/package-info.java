/** Runs cases on a backend and counts what it ran. */
@NullMarked
package io.blockquant.conformance.runner;

import org.jspecify.annotations.NullMarked;
