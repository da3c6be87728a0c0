/** The CPU backend; its kernels live one package per operator below {@code kernel}. */
@NullMarked
package io.blockquant.cpu;

import org.jspecify.annotations.NullMarked;
