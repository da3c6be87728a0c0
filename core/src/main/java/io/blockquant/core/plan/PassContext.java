package io.blockquant.core.plan;

import io.blockquant.core.op.OpRegistry;

/**
 * Give passes what they may need beside the graph.
 *
 * @param registry the definitions of the catalog's operators
 */
public record PassContext(OpRegistry registry) {}
