/** Toy operators and backends for the tests of planner and session. */
@NullMarked
package io.blockquant.core.testing;

import org.jspecify.annotations.NullMarked;
