package io.blockquant.cpu.kernel;

import java.util.Optional;
import java.util.Set;

/**
 * Compute one operator for some element types. Immutable and thread-safe.
 *
 * @param <P> the problem: a call of the operator with all types and shapes resolved
 */
public interface Kernel<P> {

  /** Return the name that explanations show: {@code dequantize/scalar}. */
  String name();

  /** Return where the kernel stands: of those that take a problem, the lowest rank computes it. */
  int rank();

  /** Return the element types that the kernel is for. */
  Set<KernelKey> keys();

  /** Return why the kernel does not take a problem of one of its keys; empty when it does. */
  Optional<String> declines(P problem);

  /** Bind the kernel to a problem that it takes. */
  Task bind(P problem);
}
