package io.blockquant.cli.inspect;

import io.blockquant.cli.table.Table;
import io.blockquant.core.plan.Explanation;
import java.util.List;

/** Tables of what runs where, and why not elsewhere. */
final class PlanTables {

  private PlanTables() {}

  static Table regions(Explanation plan) {
    Table table = new Table("regions", "region", "backend", "nodes");
    plan.regions().forEach(r -> table.row(r.index(), r.backend(), r.nodes()));
    return table;
  }

  static Table nodes(Explanation plan) {
    Table table =
        new Table("nodes", "node", "operator", "region", "backend", "kernel", "declined_by");
    for (Explanation.NodeChoice choice : plan.nodes()) {
      List<String> declines =
          choice.declines().stream().map(d -> d.backend() + ": " + d.reason()).toList();
      table.row(
          choice.node(),
          choice.origin(),
          choice.region(),
          choice.backend(),
          choice.kernel(),
          declines);
    }
    return table;
  }
}
