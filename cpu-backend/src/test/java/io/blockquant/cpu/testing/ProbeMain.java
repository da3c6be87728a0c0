package io.blockquant.cpu.testing;

import io.blockquant.cpu.CpuProvider;

/** Prints what the probe finds, for tests that need a JVM with other flags. */
public final class ProbeMain {
  private ProbeMain() {}

  /** Probe. */
  public static void main(String[] arguments) {
    System.out.println(new CpuProvider().probe());
  }
}
