/** What the tests of the CPU backend share: guarded memory, hostile data, a trial against core. */
@NullMarked
package io.blockquant.cpu.testing;

import org.jspecify.annotations.NullMarked;
