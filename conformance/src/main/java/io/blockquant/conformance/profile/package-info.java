/** Named sets of cases that a backend is measured by. */
@NullMarked
package io.blockquant.conformance.profile;

import org.jspecify.annotations.NullMarked;
