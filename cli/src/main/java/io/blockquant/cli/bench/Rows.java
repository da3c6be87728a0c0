package io.blockquant.cli.bench;

import io.blockquant.cli.bench.measure.Timings;
import io.blockquant.cli.bench.workload.KernelCase;
import io.blockquant.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hold what was measured of one shape on one number of threads; the first row is the copy. */
final class Rows {

  /**
   * One thing that was timed.
   *
   * @param kernel the operator, or {@code copy}, {@code read}, {@code fill}
   * @param recipe formats and granularity; empty for the latter
   * @param type the type on the float side
   * @param lastAxis the recipe of the twin along the last axis
   * @param bytes what is read and written
   * @param runsOn what the backend says of its kernel
   * @param timings how long a call took
   */
  record Row(
      String kernel,
      String recipe,
      String type,
      Optional<String> lastAxis,
      long bytes,
      String runsOn,
      Timings timings) {

    static Row of(KernelCase kernel, long bytes, String runsOn, Timings timings) {
      return new Row(
          kernel.kernel(),
          kernel.recipe(),
          kernel.type().name(),
          kernel.lastAxis(),
          bytes,
          runsOn,
          timings);
    }

    static Row ofMemory(String name, long bytes, Timings timings) {
      return new Row(name, "", "FLOAT", Optional.empty(), bytes, "", timings);
    }

    /** Gigabytes per second: bytes per nanosecond. */
    double gigabytesPerSecond() {
      return bytes / timings.min();
    }
  }

  private final Shape shape;
  private final int threads;
  private final String pages;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Start without a row.
   *
   * @param pages which pages the memory was asked to have, and which it had; empty if not asked
   */
  Rows(Shape shape, int threads, String pages) {
    this.shape = shape;
    this.threads = threads;
    this.pages = pages;
  }

  void add(Row row) {
    rows.add(row);
  }

  Shape shape() {
    return shape;
  }

  int threads() {
    return threads;
  }

  String pages() {
    return pages;
  }

  List<Row> all() {
    return List.copyOf(rows);
  }

  private Row copy() {
    return rows.getFirst();
  }

  double nanosPerElement(Row row) {
    return row.timings().min() / shape.elementCount();
  }

  double ratioToCopyMin(Row row) {
    return row.timings().min() / copy().timings().min();
  }

  double ratioToCopyMedian(Row row) {
    return row.timings().median() / copy().timings().median();
  }

  /** What the ratio to copy would be if every byte cost what a byte of the copy costs. */
  double byteRatio(Row row) {
    return (double) row.bytes() / copy().bytes();
  }

  /** How much faster than the same kernel on one thread in {@code one}; null where that is not. */
  @Nullable Double speedUp(Row row, Rows one) {
    return one.rows.stream()
        .filter(other ->
            other.kernel().equals(row.kernel())
                && other.recipe().equals(row.recipe())
                && other.type().equals(row.type()))
        .findFirst()
        .map(other -> other.timings().min() / row.timings().min())
        .orElse(null);
  }

  /** How much slower than the same blocks along the last axis; null where there is no twin. */
  @Nullable Double ratioToLastAxis(Row row) {
    return row.lastAxis()
        .flatMap(recipe ->
            rows.stream()
                .filter(twin ->
                    twin.kernel().equals(row.kernel())
                        && twin.recipe().equals(recipe)
                        && twin.type().equals(row.type()))
                .findFirst())
        .map(twin -> row.timings().min() / twin.timings().min())
        .orElse(null);
  }
}
