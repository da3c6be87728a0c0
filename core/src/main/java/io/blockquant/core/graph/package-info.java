/** The graph IR: immutable graphs of nodes and named values, their builder and printer. */
@NullMarked
package io.blockquant.core.graph;

import org.jspecify.annotations.NullMarked;
