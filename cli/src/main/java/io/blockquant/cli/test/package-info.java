/** The verb {@code test}: ONNX backend-test folders. */
@NullMarked
package io.blockquant.cli.test;

import org.jspecify.annotations.NullMarked;
