/** Elements in memory: packed codes and floats at any address, native or on the heap. */
@NullMarked
package io.blockquant.cpu.memory;

import org.jspecify.annotations.NullMarked;
