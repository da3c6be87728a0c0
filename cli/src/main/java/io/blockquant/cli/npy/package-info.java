/** Reads and writes numpy's .npy files. */
@NullMarked
package io.blockquant.cli.npy;

import org.jspecify.annotations.NullMarked;
