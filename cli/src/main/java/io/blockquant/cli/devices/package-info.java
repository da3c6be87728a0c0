/** The verb {@code devices}. */
@NullMarked
package io.blockquant.cli.devices;

import org.jspecify.annotations.NullMarked;
