package io.blockquant.cli.conform;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profile;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.core.diag.Diagnostic;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose cases. */
final class CaseSelection {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = Profiles.ALL,
      description = "The set of cases: a profile, or all (default: ${DEFAULT-VALUE}).")
  private String profile = Profiles.ALL;

  @Option(
      names = "--include",
      paramLabel = "REGEX",
      description = "Take only the cases in whose ids this is found.")
  private @Nullable Pattern include;

  String profile() {
    return profile;
  }

  /** Return the chosen cases, at least one: an empty run would pass whatever is wrong. */
  List<ConformanceCase> cases() {
    Profile chosen = Profiles.find(profile).orElseThrow(this::unknownProfile);
    List<ConformanceCase> cases =
        chosen.cases().stream()
            .filter(each -> include == null || include.matcher(each.id()).find())
            .toList();
    if (cases.isEmpty()) {
      throw Diagnostic.error("Cli.NoCase", "a selection MUST have a case")
          .fact("profile", profile)
          .fact("include", String.valueOf(include))
          .help("see the ids with: blockquant conform list")
          .asException();
    }
    return cases;
  }

  private RuntimeException unknownProfile() {
    List<String> known =
        Stream.concat(Profiles.all().stream().map(Profile::name), Stream.of(Profiles.ALL)).toList();
    return Diagnostic.error("Cli.Profile", "a profile MUST be one of the kit's")
        .fact("expected", "one of " + known)
        .fact("found", profile)
        .help("see the cases with: blockquant conform list")
        .asException();
  }
}
