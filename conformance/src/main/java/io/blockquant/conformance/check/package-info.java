/** How the outputs of a case are judged; the rule belongs to the case, never to the backend. */
@NullMarked
package io.blockquant.conformance.check;

import org.jspecify.annotations.NullMarked;
