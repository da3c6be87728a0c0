package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Find the backends that are installed and say which of them can run here. */
public final class Backends {

  /**
   * Hold what is known of an installed backend.
   *
   * @param id its id; the failing provider's class where it could not even be loaded
   * @param provider its provider; empty where it could not be loaded
   * @param availability whether it can run here
   */
  public record Entry(String id, Optional<BackendProvider> provider, Availability availability) {

    /** Return {@code true} if it can run here. */
    public boolean isAvailable() {
      return availability instanceof Availability.Available;
    }

    /** Return its devices; none where it cannot run. */
    public List<Device> devices() {
      return switch (availability) {
        case Availability.Available available -> available.devices();
        case Availability.Unavailable _ -> List.of();
      };
    }

    /** Return where it stands when the user names none; see {@link BackendProvider#rank}. */
    public int rank() {
      return provider.map(BackendProvider::rank).orElse(-1);
    }
  }

  private static final Comparator<Entry> ORDER =
      Comparator.comparingInt((Entry entry) -> entry.rank() < 0 ? Integer.MAX_VALUE : entry.rank())
          .thenComparing(Entry::id);

  private Backends() {}

  /** Return every installed backend, by rank; those that only a name selects come last. */
  public static List<Entry> discover() {
    Map<String, Entry> found = new LinkedHashMap<>();
    Iterator<BackendProvider> providers = ServiceLoader.load(BackendProvider.class).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        Entry entry = probe(providers.next());
        found.putIfAbsent(entry.id(), entry);
      } catch (ServiceConfigurationError e) {
        Entry entry = broken(e);
        found.putIfAbsent(entry.id(), entry);
      }
    }
    return found.values().stream().sorted(ORDER).toList();
  }

  /** Ask a provider whether it can run here. */
  static Entry probe(BackendProvider provider) {
    return new Entry(provider.id(), Optional.of(provider), provider.probe());
  }

  /**
   * Return the backends that a session is to ask, in order.
   *
   * @param ids what the user names; empty for the default
   */
  static List<Entry> select(List<String> ids, List<Entry> installed) {
    return ids.isEmpty() ? byRank(installed) : byName(ids, installed);
  }

  private static List<Entry> byRank(List<Entry> installed) {
    List<Entry> usable =
        installed.stream()
            .filter(entry -> entry.isAvailable() && entry.rank() >= 0)
            .sorted(ORDER)
            .toList();
    if (usable.isEmpty()) {
      throw unavailable("a session MUST have a backend", installed)
          .help("add a backend's jar to the class path, or name one: .backends(\"reference\")")
          .asException();
    }
    return usable;
  }

  private static List<Entry> byName(List<String> ids, List<Entry> installed) {
    List<Entry> chosen = new ArrayList<>();
    List<Diagnostic> errors = new ArrayList<>();
    for (String id : ids) {
      Optional<Entry> match = installed.stream().filter(e -> e.id().equals(id)).findFirst();
      if (match.isEmpty()) {
        errors.add(
            unavailable("a backend that is asked for MUST be installed", installed)
                .fact("asked for", id)
                .help("name one of the installed backends, or add the jar of '" + id + "'")
                .build());
      } else if (match.get().availability() instanceof Availability.Unavailable why) {
        errors.add(
            Diagnostic.error(
                    "Session.BackendUnavailable", "a backend that is asked for MUST run here")
                .fact("asked for", id)
                .fact("reason", why.reason())
                .help(why.remedy())
                .build());
      } else {
        chosen.add(match.get());
      }
    }
    if (!errors.isEmpty()) {
      throw new BlockquantException(errors);
    }
    return chosen;
  }

  private static Diagnostic.Builder unavailable(String rule, List<Entry> installed) {
    Diagnostic.Builder error = Diagnostic.error("Session.BackendUnavailable", rule);
    for (Entry entry : installed) {
      switch (entry.availability()) {
        case Availability.Available _ -> error.fact("installed '" + entry.id() + "'", "available");
        case Availability.Unavailable why ->
            error.fact("installed '" + entry.id() + "'", "unavailable: " + why.reason());
      }
    }
    return error;
  }

  private static Entry broken(ServiceConfigurationError error) {
    String message = String.valueOf(error.getMessage());
    String text = error.getCause() == null ? message : message + ": " + error.getCause();
    return new Entry(
        "broken provider",
        Optional.empty(),
        new Availability.Unavailable(text, "repair or remove the jar that names this provider"));
  }
}
