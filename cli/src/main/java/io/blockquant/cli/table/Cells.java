package io.blockquant.cli.table;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Word the cells of a table as text. */
final class Cells {

  private Cells() {}

  /** Return a cell as people read it; reals with six significant digits. */
  static String text(@Nullable Object cell) {
    return switch (cell) {
      case null -> "";
      case Double value -> real(value);
      case Float value -> real(value);
      case List<?> list -> list.stream().map(Cells::text).collect(Collectors.joining("; "));
      default -> cell.toString();
    };
  }

  /** Return a cell as programs read it: all digits. */
  static String exact(@Nullable Object cell) {
    return switch (cell) {
      case null -> "";
      case List<?> list -> list.stream().map(Cells::exact).collect(Collectors.joining("; "));
      default -> cell.toString();
    };
  }

  /** Return {@code true} for a cell that is aligned to the right. */
  static boolean isNumber(@Nullable Object cell) {
    return cell instanceof Number;
  }

  private static String real(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      // The sign of a zero is a fact here, so it is printed.
      return 1 / value == Double.NEGATIVE_INFINITY ? "-0" : Long.toString((long) value);
    }
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.6g", value)
        : Double.toString(value);
  }
}
