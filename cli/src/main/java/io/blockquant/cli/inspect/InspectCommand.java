package io.blockquant.cli.inspect;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.InputFiles;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.session.Session;
import io.blockquant.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a model is made of and what would run it. */
@Command(
    name = "inspect",
    description = {
      "Show formats, block shapes, bits per weight, memory per tensor; which backend and kernel"
          + " takes each node, and why the others do not.",
      "Bits per weight count the scales of a weight with it. A model that cannot be planned is"
          + " shown as far as its file goes; the reason follows on stderr."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant inspect model.onnx%n"
          + "  blockquant inspect model.onnx --backend cpu,ort -o json",
      ExitCodes.HELP
    })
public final class InspectCommand extends Verb {

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final SessionSettings settings = new SessionSettings();

  @Parameters(paramLabel = "MODEL", description = "The model: an .onnx file.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it before anything runs
  private Path model;

  /** Make the verb; picocli does. */
  public InspectCommand() {}

  @Override
  public Integer call() {
    try (OnnxModel loaded = settings.load(InputFiles.requireFile(model))) {
      List<Weight> weights = WeightScan.of(loaded.graph());
      List<Table> shown = new ArrayList<>();
      shown.add(StaticTables.model(loaded, weights));
      shown.add(StaticTables.values(loaded.graph()));
      shown.add(StaticTables.weights(weights));
      shown.add(QuantizerTable.of(loaded.graph()));
      return plan(loaded, shown);
    }
  }

  private int plan(OnnxModel loaded, List<Table> shown) {
    try (Session session = settings.open(loaded)) {
      shown.add(PlanTables.regions(session.explain()));
      shown.add(PlanTables.nodes(session.explain()));
      tables.print(out(), shown);
      return ExitCodes.OK;
    } catch (BlockquantException e) {
      tables.print(out(), shown);
      throw e;
    }
  }
}
