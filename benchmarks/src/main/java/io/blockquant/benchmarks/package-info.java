/** JMH benchmarks, one class per kernel room, and the table of their results. */
@NullMarked
package io.blockquant.benchmarks;

import org.jspecify.annotations.NullMarked;
