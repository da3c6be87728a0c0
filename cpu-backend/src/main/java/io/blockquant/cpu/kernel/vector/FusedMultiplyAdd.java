package io.blockquant.cpu.kernel.vector;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a class may fuse a multiplication and an addition, which the rules of arithmetic forbid
 * everywhere else, and why the result is the same.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FusedMultiplyAdd {
  /** Return the decision that holds the proof. */
  String value();
}
