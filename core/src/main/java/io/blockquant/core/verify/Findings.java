package io.blockquant.core.verify;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Collect problems, so that all of them are reported at once. */
final class Findings {

  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> warnings = new ArrayList<>();

  void add(Diagnostic diagnostic) {
    (diagnostic.isError() ? errors : warnings).add(diagnostic);
  }

  void addAll(List<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  List<Diagnostic> warnings() {
    return warnings;
  }

  void throwErrors() {
    if (!errors.isEmpty()) {
      throw new BlockquantException(errors);
    }
  }
}
