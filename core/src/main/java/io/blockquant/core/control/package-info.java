/**
 * Control flow: runs If, Loop and Scan whose bodies hold operators that no other backend runs
 * together, body by body.
 */
@NullMarked
package io.blockquant.core.control;

import org.jspecify.annotations.NullMarked;
