/** What is measured: the kernels as graphs that a session runs, and their data. */
@NullMarked
package io.blockquant.cli.bench.workload;

import org.jspecify.annotations.NullMarked;
