/** Turns what went wrong into a message and an exit code. */
@NullMarked
package io.blockquant.cli.error;

import org.jspecify.annotations.NullMarked;
