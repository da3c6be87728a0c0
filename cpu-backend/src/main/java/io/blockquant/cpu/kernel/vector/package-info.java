/** What the vector kernels share: the width, loads and stores, conversions lane by lane. */
@NullMarked
package io.blockquant.cpu.kernel.vector;

import org.jspecify.annotations.NullMarked;
