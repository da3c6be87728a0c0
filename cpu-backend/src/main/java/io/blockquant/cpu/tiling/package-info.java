/**
 * How the elements of a tensor lie in memory relative to its blocks; walks that allocate nothing.
 */
@NullMarked
package io.blockquant.cpu.tiling;

import org.jspecify.annotations.NullMarked;
