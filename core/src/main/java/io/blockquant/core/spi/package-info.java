/** What a backend implements and sees; nothing else of the runtime is needed to write one. */
@NullMarked
package io.blockquant.core.spi;

import org.jspecify.annotations.NullMarked;
