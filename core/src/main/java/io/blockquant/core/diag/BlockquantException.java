package io.blockquant.core.diag;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carry one or more problems that stop the work asked for.
 *
 * <p>The only exception that Blockquant throws for what a user, a file or a backend did wrong.
 * Programming errors of the caller (a null, an index) stay the JDK's own exceptions.
 */
public final class BlockquantException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /** Carry these problems; at least one. */
  public BlockquantException(List<Diagnostic> diagnostics) {
    this(diagnostics, null);
  }

  /** Carry these problems, found because of {@code cause}. */
  public BlockquantException(List<Diagnostic> diagnostics, @Nullable Throwable cause) {
    super(render(diagnostics), cause);
    if (diagnostics.isEmpty()) {
      throw new IllegalArgumentException("an exception needs at least one diagnostic");
    }
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** Return the problems, in the order in which they were found. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Return the same problems with {@code file} named in each place that names none. */
  public BlockquantException inFile(String file) {
    return new BlockquantException(
        diagnostics.stream().map(diagnostic -> diagnostic.inFile(file)).toList(), getCause());
  }

  private static String render(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n"));
  }
}
