/** Compares computed tensors with expected ones. */
@NullMarked
package io.blockquant.cli.compare;

import org.jspecify.annotations.NullMarked;
