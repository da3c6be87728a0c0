package io.blockquant.conformance.transport;

import io.blockquant.conformance.connection.Connection;
import io.blockquant.conformance.connection.Hello;
import io.blockquant.conformance.connection.Peer;
import io.blockquant.conformance.connection.inproc.InprocPeer;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reach a backend that is installed in this JVM. */
record InprocConnection(String text, String id) implements Connection {

  @Override
  public boolean isolated() {
    return false;
  }

  @Override
  public Peer open() {
    List<Backends.Entry> installed = Backends.discover();
    for (Backends.Entry entry : installed) {
      if (entry.id().equals(id)) {
        return open(entry);
      }
    }
    throw Diagnostic.error("Conformance.Connection", "a backend MUST be installed to be run")
        .fact("expected", "one of " + installed.stream().map(Backends.Entry::id).toList())
        .fact("found", id)
        .help("add its jar: BLOCKQUANT_MODULE_PATH=/path/to/the.jar blockquant conform run " + text)
        .asException();
  }

  private Peer open(Backends.Entry entry) {
    return switch (entry.availability()) {
      case Availability.Available available -> {
        BackendProvider provider = entry.provider().orElseThrow();
        Hello hello = new Hello(0, id, version(provider), device(available), List.of(), List.of());
        yield InprocPeer.owning(provider.open(BackendOptions.defaults()), hello);
      }
      case Availability.Unavailable why ->
          throw Diagnostic.error("Session.BackendUnavailable", "a backend MUST run here to be run")
              .fact("backend", id)
              .fact("reason", why.reason())
              .help(why.remedy())
              .asException();
    };
  }

  /** The version that the jar names in its manifest; empty without one. */
  private static String version(BackendProvider provider) {
    return Objects.requireNonNullElse(
        provider.getClass().getPackage().getImplementationVersion(), "");
  }

  private static String device(Availability.Available available) {
    return available.devices().stream()
        .map(device -> device.id() + ": " + device.name() + ", " + device.details())
        .collect(Collectors.joining("; "));
  }
}
