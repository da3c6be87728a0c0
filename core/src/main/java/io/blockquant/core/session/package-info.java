/** Sessions: open a graph on backends and run it. */
@NullMarked
package io.blockquant.core.session;

import org.jspecify.annotations.NullMarked;
