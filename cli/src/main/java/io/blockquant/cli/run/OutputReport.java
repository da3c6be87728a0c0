package io.blockquant.cli.run;

import io.blockquant.cli.compare.Comparison;
import io.blockquant.cli.table.Table;
import io.blockquant.core.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what {@code run} says of each output; columns nobody asked for are left out. */
final class OutputReport {
  private final boolean compared;
  private final boolean written;
  private final Table table;
  private boolean allMatch = true;

  OutputReport(boolean compared, boolean written) {
    this.compared = compared;
    this.written = written;
    List<String> columns =
        new ArrayList<>(List.of("name", "type", "shape", "min", "max", "mean", "nan"));
    if (compared) {
      columns.addAll(List.of("max_abs_diff", "mean_abs_diff", "verdict"));
    }
    if (written) {
      columns.add("file");
    }
    this.table = new Table("outputs", columns.toArray(String[]::new));
  }

  void add(String name, Tensor output, @Nullable Comparison comparison, @Nullable Path file) {
    TensorSummary summary = TensorSummary.of(output);
    List<@Nullable Object> row = new ArrayList<>();
    row.add(name);
    row.add(output.elementType().toString());
    row.add(output.shape().toString());
    row.add(summary.min());
    row.add(summary.max());
    row.add(summary.mean());
    row.add(summary.nan());
    if (compared) {
      row.add(comparison == null ? null : comparison.maxAbsDiff());
      row.add(comparison == null ? null : comparison.meanAbsDiff());
      row.add(comparison == null ? "not compared" : comparison.verdict());
      allMatch &= comparison == null || comparison.matches();
    }
    if (written) {
      row.add(file == null ? null : file.toString());
    }
    table.row(row.toArray());
  }

  Table table() {
    return table;
  }

  boolean allMatch() {
    return allMatch;
  }
}
