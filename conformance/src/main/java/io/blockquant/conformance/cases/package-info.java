/** What a conformance case is, and the rules that cases cite. */
@NullMarked
package io.blockquant.conformance.cases;

import org.jspecify.annotations.NullMarked;
