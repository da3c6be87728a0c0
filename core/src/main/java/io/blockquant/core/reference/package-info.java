/** The reference backend: runs the definitions themselves, the oracle of all others. */
@NullMarked
package io.blockquant.core.reference;

import org.jspecify.annotations.NullMarked;
