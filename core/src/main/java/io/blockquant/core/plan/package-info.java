/** From a verified graph to a plan: passes, partitioning, explanation. */
@NullMarked
package io.blockquant.core.plan;

import org.jspecify.annotations.NullMarked;
