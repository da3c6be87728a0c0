/** Prints tables as text, JSON, CSV or Markdown. */
@NullMarked
package io.blockquant.cli.table;

import org.jspecify.annotations.NullMarked;
