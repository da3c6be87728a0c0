package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.plan.PlannedRegion;
import java.util.List;

/** Word what goes wrong while a region runs. */
final class RegionErrors {

  private RegionErrors() {}

  /** Return the same problems, each of which names the region where it names no node. */
  static BlockquantException named(PlannedRegion region, BlockquantException cause) {
    List<Diagnostic> named =
        cause.diagnostics().stream().map(diagnostic -> named(region, diagnostic)).toList();
    return new BlockquantException(named, cause);
  }

  private static Diagnostic named(PlannedRegion region, Diagnostic found) {
    if (found.place().node() != null) {
      return found;
    }
    Place place = new Place(found.place().file(), region.describe(), found.place().tensor());
    return new Diagnostic(
        found.severity(),
        found.code(),
        found.rule(),
        place,
        found.facts(),
        found.help(),
        found.spec());
  }

  /** Word an exception that no backend should let out. */
  static BlockquantException failure(PlannedRegion region, RuntimeException cause) {
    return new BlockquantException(
        List.of(
            Diagnostic.error("Backend.Failure", "a backend MUST run what it compiled")
                .at(Place.node(region.describe()))
                .fact("backend", region.backendId())
                .fact("cause", cause)
                .help("report this to the maker of the backend, or name another backend")
                .build()),
        cause);
  }

  /** Word that a backend returned without an output. */
  static BlockquantException notWritten(PlannedRegion region, String output) {
    return Diagnostic.error("Backend.Failure", "a backend MUST write every output of a region")
        .at(Place.node(region.describe()).atTensor("output '" + output + "'"))
        .fact("backend", region.backendId())
        .help("report this to the maker of the backend, or name another backend")
        .asException();
  }

  /** Word that a value turns out to be of another type than the plan was made for. */
  static BlockquantException otherType(
      PlannedRegion region, String value, Object planned, String found) {
    return Diagnostic.error(
            "Session.TypeMismatch", "a value MUST have the type that it was planned with")
        .at(Place.node(region.describe()).atTensor("'" + value + "'"))
        .fact("planned", planned)
        .fact("found", found)
        .help("if the model declares the type of '" + value + "', correct or remove it")
        .asException();
  }
}
