package io.blockquant.cli.conform;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import java.util.List;
import java.util.stream.Collectors;

/** Reaches the backend that a run is about. */
record Connection(String text, BackendProvider provider, List<Device> devices) {
  private static final String IN_PROCESS = "inproc:";
  private static final List<String> LATER = List.of("lib:", "exec:", "tcp:", "image:");

  /**
   * Find the backend.
   *
   * @throws BlockquantException {@code Cli.Connection} for a form that there is not, {@code
   *     Session.BackendUnavailable} for a backend that cannot run here
   */
  static Connection of(String text) {
    if (!text.startsWith(IN_PROCESS)) {
      throw unknownForm(text);
    }
    String id = text.substring(IN_PROCESS.length());
    List<Backends.Entry> installed = Backends.discover();
    for (Backends.Entry entry : installed) {
      if (entry.id().equals(id)) {
        return of(text, entry);
      }
    }
    throw Diagnostic.error("Cli.Connection", "a backend MUST be installed to be run")
        .fact("expected", "one of " + installed.stream().map(Backends.Entry::id).toList())
        .fact("found", id)
        .help("add its jar: BLOCKQUANT_MODULE_PATH=/path/to/the.jar blockquant conform run " + text)
        .asException();
  }

  Backend open() {
    return provider.open(BackendOptions.defaults());
  }

  String device() {
    return devices.stream()
        .map(device -> device.id() + ": " + device.name() + ", " + device.details())
        .collect(Collectors.joining("; "));
  }

  private static Connection of(String text, Backends.Entry entry) {
    return switch (entry.availability()) {
      case Availability.Available available ->
          new Connection(text, entry.provider().orElseThrow(), available.devices());
      case Availability.Unavailable why ->
          throw Diagnostic.error("Session.BackendUnavailable", "a backend MUST run here to be run")
              .fact("backend", entry.id())
              .fact("reason", why.reason())
              .help(why.remedy())
              .asException();
    };
  }

  private static BlockquantException unknownForm(String text) {
    boolean later = LATER.stream().anyMatch(text::startsWith);
    return Diagnostic.error("Cli.Connection", "a connection MUST have a form that this release has")
        .fact("expected", "inproc:ID")
        .fact("found", later ? text + ", which is not in this release" : text)
        .help("name an installed backend: inproc:cpu")
        .asException();
  }
}
