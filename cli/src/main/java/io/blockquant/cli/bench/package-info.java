/** The verb {@code bench}: options, commands and their tables. */
@NullMarked
package io.blockquant.cli.bench;

import org.jspecify.annotations.NullMarked;
