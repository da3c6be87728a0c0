package io.blockquant.cli.devices;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the installed backends. */
@Command(
    name = "devices",
    description =
        "List backends and devices in the order in which they are asked, and say why one is not"
            + " usable and what to do.",
    footer = {
      "%n@|bold Examples:|@%n  blockquant devices%n  blockquant devices -o json",
      ExitCodes.HELP
    })
public final class DevicesCommand extends Verb {

  @Mixin private final TableOptions tables = new TableOptions();

  /** Make the verb; picocli does. */
  public DevicesCommand() {}

  @Override
  public Integer call() {
    Table table = new Table("devices", "backend", "used", "status", "device", "details", "remedy");
    for (Backends.Entry entry : Backends.discover()) {
      switch (entry.availability()) {
        case Availability.Available available -> {
          for (Device device : available.devices()) {
            table.row(
                entry.id(),
                used(entry),
                "available",
                device.id() + ": " + device.name(),
                device.details(),
                "");
          }
        }
        case Availability.Unavailable why ->
            table.row(entry.id(), "no", "unavailable", "", why.reason(), why.remedy());
      }
    }
    tables.print(out(), table);
    return ExitCodes.OK;
  }

  private static String used(Backends.Entry entry) {
    return entry.rank() < 0 ? "by name" : "by default";
  }
}
