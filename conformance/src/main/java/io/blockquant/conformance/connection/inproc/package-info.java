/** The connection to a backend in this JVM. */
@NullMarked
package io.blockquant.conformance.connection.inproc;

import org.jspecify.annotations.NullMarked;
