/** The verb {@code check}. */
@NullMarked
package io.blockquant.cli.check;

import org.jspecify.annotations.NullMarked;
