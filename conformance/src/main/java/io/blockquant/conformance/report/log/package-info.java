/** What a log of a run says, and how it is read back: nothing in it is believed unchecked. */
@NullMarked
package io.blockquant.conformance.report.log;

import org.jspecify.annotations.NullMarked;
