package io.blockquant.conformance.profile;

import io.blockquant.conformance.cases.ConformanceCase;
import java.util.List;

/**
 * Name a set of cases that a backend is measured by.
 *
 * @param name the name, as {@code --profile} takes it
 * @param text what it stands for
 * @param cases its cases in the order in which they run
 */
public record Profile(String name, String text, List<ConformanceCase> cases) {

  public Profile {
    cases = List.copyOf(cases);
  }
}
