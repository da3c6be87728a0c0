/** Frames, messages and limits of the protocol that peers outside this JVM speak. */
@NullMarked
package io.blockquant.conformance.protocol;

import org.jspecify.annotations.NullMarked;
