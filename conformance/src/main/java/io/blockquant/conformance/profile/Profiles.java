package io.blockquant.conformance.profile;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.ProfileNames;
import io.blockquant.conformance.cases.dequantize.DocumentedDequantize;
import io.blockquant.conformance.cases.dynamicquantize.DocumentedDynamicQuantize;
import io.blockquant.conformance.cases.dynamicquantize.E8m0Scales;
import io.blockquant.conformance.cases.quantize.DocumentedQuantize;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** List every family of cases, one line each, and the profiles that they make up. */
public final class Profiles {

  /** The name that stands for every profile. */
  public static final String ALL = "all";

  private static final List<ConformanceCase> CASES =
      Stream.of(
              DocumentedDynamicQuantize.cases(),
              DocumentedDequantize.cases(),
              DocumentedQuantize.cases(),
              E8m0Scales.cases())
          .flatMap(List::stream)
          .toList();

  private static final List<Profile> PROFILES =
      List.of(
          profile(
              ProfileNames.DOCUMENTED,
              "the three examples of the vendor's documentation: printed digits and bytes"),
          profile(ProfileNames.MXFP8_QUANTIZE, "E8M0 scales of MXFP8 blocks, both roundings"));

  static {
    Set<String> ids = new HashSet<>();
    for (ConformanceCase each : CASES) {
      if (!ids.add(each.id())) {
        throw new IllegalStateException("two cases have the id " + each.id());
      }
    }
  }

  private Profiles() {}

  /** Return every profile. */
  public static List<Profile> all() {
    return PROFILES;
  }

  /** Return a profile by its name; {@code all} has every case. */
  public static Optional<Profile> find(String name) {
    return name.equals(ALL)
        ? Optional.of(new Profile(ALL, "every case of the kit", CASES))
        : PROFILES.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  private static Profile profile(String name, String text) {
    return new Profile(
        name, text, CASES.stream().filter(each -> each.profile().equals(name)).toList());
  }
}
