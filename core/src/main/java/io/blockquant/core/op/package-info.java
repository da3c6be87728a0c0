/** What an operator is: definition, constraints, rules, type inference, reference semantics. */
@NullMarked
package io.blockquant.core.op;

import org.jspecify.annotations.NullMarked;
