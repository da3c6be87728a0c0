/** The ways to a backend: in this JVM, a library, a process, a server, a container. */
@NullMarked
package io.blockquant.conformance.transport;

import org.jspecify.annotations.NullMarked;
