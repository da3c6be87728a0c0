/** Runs the kit as JUnit 5 tests. */
@NullMarked
package io.blockquant.conformance.junit;

import org.jspecify.annotations.NullMarked;
