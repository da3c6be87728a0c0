package io.blockquant.core.plan;

import io.blockquant.core.plan.Explanation.Decline;
import io.blockquant.core.plan.Explanation.NodeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Render an explanation as a table of aligned columns. */
final class ExplanationTable {

  private static final List<String> HEADER =
      List.of("region", "backend", "node", "operator", "kernel", "declined by");

  private ExplanationTable() {}

  static String render(Explanation explanation) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (NodeChoice choice : explanation.nodes()) {
      rows.add(
          List.of(
              Integer.toString(choice.region()),
              choice.backend(),
              choice.node(),
              choice.origin(),
              choice.kernel(),
              choice.declines().stream().map(Decline::toString).collect(Collectors.joining("; "))));
    }
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(cell).repeat(' ', widths[column] - cell.length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.append(summary(explanation)).append('\n').toString();
  }

  private static String summary(Explanation explanation) {
    String regions =
        explanation.regions().stream()
            .map(region -> region.backend() + " " + region.nodes())
            .collect(Collectors.joining(", "));
    return count(explanation.nodes().size(), "node")
        + " in "
        + count(explanation.regions().size(), "region")
        + (regions.isEmpty() ? "" : ": " + regions);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
