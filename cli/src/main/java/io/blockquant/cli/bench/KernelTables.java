package io.blockquant.cli.bench;

import io.blockquant.cli.bench.Rows.Row;
import io.blockquant.cli.table.Table;
import io.blockquant.core.tensor.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turn what was measured into tables. */
final class KernelTables {
  private static final MathContext DIGITS = new MathContext(3);
  private static final double LARGE = 100;

  private KernelTables() {}

  /** Return the table for programs; its columns are a contract. */
  static Table exact(List<Rows> measured) {
    Table table =
        new Table(
            "kernels",
            "kernel",
            "recipe",
            "type",
            "shape",
            "bytes",
            "threads",
            "ns_per_element",
            "gb_per_s_moved",
            "ratio_to_copy_min",
            "ratio_to_copy_median",
            "rounds");
    for (Rows rows : measured) {
      List<Long> shape = Arrays.stream(rows.shape().dims()).boxed().toList();
      for (Row row : rows.all()) {
        table.row(
            row.kernel(),
            row.recipe(),
            row.type(),
            shape,
            row.bytes(),
            rows.threads(),
            rows.nanosPerElement(row),
            row.gigabytesPerSecond(),
            rows.ratioToCopyMin(row),
            rows.ratioToCopyMedian(row),
            row.timings().rounds());
      }
    }
    return table;
  }

  /** Return the facts of the machine. */
  static Table machine(Map<String, String> facts) {
    Table table = new Table("machine", "fact", "value");
    facts.forEach((name, value) -> table.row(name, value));
    return table;
  }

  /** Return a table for people: three digits, columns for what the ratios could be. */
  static Table readable(Rows rows, List<Rows> all) {
    Shape shape = rows.shape();
    String title =
        "%s, %d elements, %d %s%s"
            .formatted(
                text(shape),
                shape.elementCount(),
                rows.threads(),
                rows.threads() == 1 ? "thread" : "threads",
                rows.pages());
    Table table =
        new Table(
            title,
            "kernel",
            "recipe",
            "type",
            "us",
            "ns_per_element",
            "GB/s",
            "min_to_copy",
            "median_to_copy",
            "bytes_to_copy",
            "to_last_axis",
            "over_1_thread",
            "runs_on");
    Optional<Rows> one =
        all.stream()
            .filter(other -> other.threads() == 1 && rows.threads() > 1)
            .filter(other -> other.shape().equals(rows.shape()))
            .findFirst();
    for (Row row : rows.all()) {
      table.row(
          row.kernel(),
          row.recipe(),
          row.type(),
          rounded(row.timings().min() / 1000),
          rounded(rows.nanosPerElement(row)),
          rounded(row.gigabytesPerSecond()),
          rounded(rows.ratioToCopyMin(row)),
          rounded(rows.ratioToCopyMedian(row)),
          rounded(rows.byteRatio(row)),
          rounded(rows.ratioToLastAxis(row)),
          one.map(single -> rounded(rows.speedUp(row, single))).orElse(null),
          kernelAlone(row.runsOn()));
    }
    return table;
  }

  /** Why the others do not run it is for {@code inspect} to say. */
  private static String kernelAlone(String runsOn) {
    return runsOn.replaceFirst(" \\(.*", "");
  }

  /** Return {@code 4096x4096}. */
  static String text(Shape shape) {
    return Arrays.stream(shape.dims()).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  /** Three digits; a BigDecimal, because a table prints its digits as they are. */
  private static @Nullable BigDecimal rounded(@Nullable Double value) {
    if (value == null) {
      return null;
    }
    return value < LARGE
        ? new BigDecimal(value).round(DIGITS)
        : new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN);
  }
}
