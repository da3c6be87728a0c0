/** Options that several verbs share. */
@NullMarked
package io.blockquant.cli.options;

import org.jspecify.annotations.NullMarked;
