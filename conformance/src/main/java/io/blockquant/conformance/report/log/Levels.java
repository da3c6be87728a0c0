package io.blockquant.conformance.report.log;

import io.blockquant.conformance.profile.Profile;
import io.blockquant.conformance.profile.Profiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tell what a run has shown: a level is of a whole profile, every case of it passed. */
public final class Levels {

  private Levels() {}

  /**
   * Return {@code Exact:profile} or {@code Conformant:profile} for each profile that the log shows
   * to hold, in the order of the kit. A profile of which a case is absent, not claimed, waived or
   * failed is none of them.
   */
  public static List<String> of(RunLog log) {
    Map<String, LogEntry> entries = new HashMap<>();
    log.entries().forEach(entry -> entries.put(entry.id(), entry));
    List<String> levels = new ArrayList<>();
    if (log.footer().isEmpty()) {
      return levels;
    }
    for (Profile profile : Profiles.all()) {
      List<LogEntry> its =
          profile.cases().stream()
              .map(each -> entries.get(each.id()))
              .filter(entry -> entry != null && entry.status() == LogStatus.PASS)
              .toList();
      if (!its.isEmpty() && its.size() == profile.cases().size()) {
        boolean exact = its.stream().allMatch(LogEntry::exact);
        levels.add((exact ? "Exact:" : "Conformant:") + profile.name());
      }
    }
    return levels;
  }
}
