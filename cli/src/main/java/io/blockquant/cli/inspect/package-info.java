/** The verb {@code inspect}. */
@NullMarked
package io.blockquant.cli.inspect;

import org.jspecify.annotations.NullMarked;
