/** The conformance kit; cases know no runner and runners know no cases. */
@NullMarked
package io.blockquant.conformance;

import org.jspecify.annotations.NullMarked;
