/** The verb {@code conform}: the conformance kit. */
@NullMarked
package io.blockquant.cli.conform;

import org.jspecify.annotations.NullMarked;
