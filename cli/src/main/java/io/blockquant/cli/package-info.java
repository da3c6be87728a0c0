/** The command line; one class per verb. */
@NullMarked
package io.blockquant.cli;

import org.jspecify.annotations.NullMarked;
