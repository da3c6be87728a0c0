package io.blockquant.cli.test;

import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.cli.table.TablePrinter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prints one line per case as it ends, or one table of all at the end; counts either way. */
final class TestReport {
  private final PrintWriter out;
  private final PrintWriter err;
  private final TableFormat format;
  private final boolean verbose;
  private final String options;
  private final List<CaseResult> results = new ArrayList<>();

  /**
   * Start a report.
   *
   * @param options what a command must have to repeat a case, beside its folder
   */
  TestReport(
      PrintWriter out, PrintWriter err, TableFormat format, boolean verbose, String options) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.verbose = verbose;
    this.options = options;
  }

  void add(CaseResult result, Path folder) {
    results.add(result);
    if (format == TableFormat.TABLE) {
      out.println(result.line());
      out.flush();
    }
    boolean failed = result.status() == CaseStatus.FAIL;
    if (verbose && result.status() != CaseStatus.PASS) {
      err.println(result.detail());
    }
    if (failed) {
      err.println("  to repeat: blockquant test " + folder + options + " --verbose");
    }
    err.flush();
  }

  /** Print the counts, last, and return {@code true} if no case failed. */
  boolean finish() {
    long passed = count(CaseStatus.PASS);
    long failed = count(CaseStatus.FAIL);
    long skipped = results.size() - passed - failed;
    String counts = passed + " passed, " + failed + " failed, " + skipped + " skipped";
    if (format == TableFormat.TABLE) {
      out.println(counts);
      out.flush();
    } else {
      Table table = new Table("cases", "name", "status", "reason");
      results.forEach(r -> table.row(r.name(), r.status().name(), r.reason()));
      TablePrinter.print(out, format, table);
      // A reader of JSON or CSV wants nothing after it.
      err.println(counts);
      err.flush();
    }
    return failed == 0;
  }

  private long count(CaseStatus status) {
    return results.stream().filter(result -> result.status() == status).count();
  }
}
