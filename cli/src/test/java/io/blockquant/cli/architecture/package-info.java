/**
 * Checks who may know whom, over every module at once.
 *
 * <p>The tables in {@link io.blockquant.cli.architecture.Layers} and {@link
 * io.blockquant.cli.architecture.Doors} are the rules; {@link
 * io.blockquant.cli.architecture.RulesBiteTest} builds a wrong class for each and expects a
 * violation, so that no rule passes because it looks at nothing.
 */
@NullMarked
package io.blockquant.cli.architecture;

import org.jspecify.annotations.NullMarked;
