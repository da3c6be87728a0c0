package io.blockquant.cli.bench.measure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JitCompilerTest {

  /** Both as JDK 25 prints them. */
  @Test
  void readsTheQueuesOfHotSpot() {
    assertTrue(
        JitCompiler.areEmpty(
            "Current compiles: \n\nC1 compile queue:\nEmpty\n\nC2 compile queue:\nEmpty\n\n"));
    assertFalse(
        JitCompiler.areEmpty(
            """
            Current compiles:\s
            C2 CompilerThread0  1400   !   4       a.B::c (530 bytes)

            C1 compile queue:
            Empty

            C2 compile queue:
            Empty
            """));
    assertFalse(JitCompiler.areEmpty("C2 compile queue:\n1385       4       a.B::d (13 bytes)\n"));
    assertTrue(JitCompiler.areEmpty(""), "a JVM that does not say must not be waited for");
  }

  @Test
  void neverIdleAtFirstBecauseNothingIsKnown() {
    assertFalse(new JitCompiler().isIdle());
  }
}
