package io.blockquant.onnx.report;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collect the errors and warnings of one file; not thread-safe.
 *
 * <p>A file can drive how many there are, so errors beyond {@link #SHOWN} are only counted, and
 * warnings of one kind are one warning that says how often.
 */
public final class Problems {

  /** How many errors are kept. */
  public static final int SHOWN = 100;

  private final String file;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final Map<String, Repeated> warnings = new LinkedHashMap<>();
  private long errorCount;

  /** Collect the problems of a file; its name goes into the place of each. */
  public Problems(String file) {
    this.file = file;
  }

  /** Add an error. */
  public void error(Diagnostic.Builder error) {
    if (++errorCount <= SHOWN) {
      errors.add(error.build().inFile(file));
    }
  }

  /** Add every error that an exception carries. */
  public void errors(BlockquantException found) {
    for (Diagnostic diagnostic : found.diagnostics()) {
      if (++errorCount <= SHOWN) {
        errors.add(diagnostic.inFile(file));
      }
    }
  }

  /** Add a warning; one more with the code, the rule and {@code kind} of another is counted. */
  public void warning(String kind, Diagnostic.Builder warning) {
    Diagnostic built = warning.build().inFile(file);
    warnings.merge(
        built.code() + '\n' + built.rule() + '\n' + kind,
        new Repeated(built, 1),
        (first, more) -> new Repeated(first.diagnostic(), first.count() + 1));
  }

  /** Return how many errors there are. */
  public long errorCount() {
    return errorCount;
  }

  /** Return the warnings, in the order in which each kind was first found. */
  public List<Diagnostic> warnings() {
    return warnings.values().stream().map(Repeated::diagnosticWithCount).toList();
  }

  /**
   * Stop here if there is an error.
   *
   * @throws BlockquantException with all of them
   */
  public void throwIfAny() {
    if (errors.isEmpty()) {
      return;
    }
    List<Diagnostic> shown = new ArrayList<>(errors);
    if (errorCount > SHOWN) {
      shown.add(
          Diagnostic.error("Onnx.TooManyErrors", "only the first errors of a file are shown")
              .fact("errors", errorCount)
              .fact("shown", SHOWN)
              .help("mend these first")
              .build()
              .inFile(file));
    }
    throw new BlockquantException(shown);
  }

  private record Repeated(Diagnostic diagnostic, int count) {

    Diagnostic diagnosticWithCount() {
      if (count == 1) {
        return diagnostic;
      }
      List<Fact> facts = new ArrayList<>(diagnostic.facts());
      facts.add(Fact.of("found", count + " times, this is the first"));
      return new Diagnostic(
          diagnostic.severity(),
          diagnostic.code(),
          diagnostic.rule(),
          diagnostic.place(),
          facts,
          diagnostic.help(),
          diagnostic.spec());
    }
  }
}
