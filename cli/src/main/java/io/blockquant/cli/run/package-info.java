/** The verb {@code run}. */
@NullMarked
package io.blockquant.cli.run;

import org.jspecify.annotations.NullMarked;
