/** Shows how far a long verb is. */
@NullMarked
package io.blockquant.cli.progress;

import org.jspecify.annotations.NullMarked;
