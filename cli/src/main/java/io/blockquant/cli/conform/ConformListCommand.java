package io.blockquant.cli.conform;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.report.CaseJson;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the cases of the kit. */
@Command(
    name = "list",
    description =
        "List the cases with the rule that each one tests; JSON has all there is of them.",
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant conform list%n"
          + "  blockquant conform list --profile documented -o json",
      ExitCodes.HELP
    })
public final class ConformListCommand extends Verb {

  @Mixin private final CaseSelection selection = new CaseSelection();
  @Mixin private final TableOptions tables = new TableOptions();

  /** Make the verb; picocli does. */
  public ConformListCommand() {}

  @Override
  public Integer call() {
    List<ConformanceCase> cases = selection.cases();
    if (tables.format() == TableFormat.JSON) {
      ArrayNode all = new ObjectMapper().createArrayNode();
      cases.forEach(each -> all.add(CaseJson.of(each)));
      out().println(all.toPrettyString());
      out().flush();
      return ExitCodes.OK;
    }
    Table table = new Table("cases", "id", "profile", "rule", "requirement", "why");
    for (ConformanceCase each : cases) {
      table.row(each.id(), each.profile(), each.rule(), each.requirement().name(), each.why());
    }
    tables.print(out(), table);
    return ExitCodes.OK;
  }
}
