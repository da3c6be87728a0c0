package io.blockquant.core.spi;

/** Hold a compiled region. Thread-safe; each thread runs it through an invocation of its own. */
public interface Executable extends AutoCloseable {

  /** Make an invocation; the caller closes it before the executable. */
  Invocation newInvocation();

  @Override
  void close();
}
