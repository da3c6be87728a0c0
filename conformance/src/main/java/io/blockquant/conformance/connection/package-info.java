/** What reaches a backend, whatever lies between: connections, peers, requests, answers. */
@NullMarked
package io.blockquant.conformance.connection;

import org.jspecify.annotations.NullMarked;
