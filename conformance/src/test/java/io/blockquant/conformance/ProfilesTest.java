package io.blockquant.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profile;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.conformance.report.CaseDigest;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.conformance.runner.Suite;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.reference.ReferenceBackend;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProfilesTest {

  /** A family that drops out of the list would pass unnoticed otherwise. */
  @Test
  void eachProfileHasAllItsCases() {
    assertEquals(12, cases("documented").size());
    assertEquals(20, cases("mxfp8.quantize").size());
    int sum = Profiles.all().stream().map(Profile::cases).mapToInt(List::size).sum();
    assertEquals(sum, cases("all").size());
  }

  @Test
  void theReferencePassesEveryCase() {
    Suite.Report report =
        Suite.run(cases("all"), new ReferenceBackend(OpCatalog.registry()), result -> {});
    assertEquals(
        "",
        report.results().stream()
            .filter(result -> !(result.outcome() instanceof Outcome.Passed))
            .map(result -> result.conformanceCase() + ": " + result.outcome().reason())
            .collect(Collectors.joining("\n")));
    assertEquals(32, report.passed());
  }

  @Test
  void everyCaseStatesARuleOfTheOperatorItIsFiledUnder() {
    for (ConformanceCase each : cases("all")) {
      assertTrue(each.rule().toLowerCase(Locale.ROOT).startsWith(each.operator() + "."));
      assertTrue(!each.text().isBlank() && !each.why().isBlank(), each.id());
    }
  }

  @Test
  void theDigestNamesTheContent() {
    List<ConformanceCase> cases = cases("documented");
    assertEquals(CaseDigest.of(cases), CaseDigest.of(List.copyOf(cases)));
    assertTrue(!CaseDigest.of(cases).equals(CaseDigest.of(cases.subList(1, cases.size()))));
    assertTrue(!CaseDigest.of(cases).equals(CaseDigest.of(cases.reversed())));
  }

  private static List<ConformanceCase> cases(String profile) {
    return Profiles.find(profile).orElseThrow().cases();
  }
}
