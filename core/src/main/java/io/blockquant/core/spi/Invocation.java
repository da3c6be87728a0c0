package io.blockquant.core.spi;

/**
 * Run a compiled region again and again, for one thread at a time.
 *
 * <p>It may keep what it learns about shapes and addresses: a run on the same shapes as the last
 * one allocates nothing.
 */
public interface Invocation extends AutoCloseable {

  /**
   * Read the inputs of the region and write its outputs.
   *
   * @throws io.blockquant.core.diag.BlockquantException if the inputs break a constraint
   */
  void run(ExecutionContext context);

  @Override
  void close();
}
