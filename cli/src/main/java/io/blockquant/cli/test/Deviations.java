package io.blockquant.cli.test;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * List the cases whose published data is random or contradicts the operator's text: they are not
 * run but printed as SKIP with the reason.
 */
final class Deviations {
  private static final String FILE = "known-deviations.json";

  private final List<Deviation> all;

  /**
   * Describe one such case.
   *
   * @param name the last part of the case's name
   * @param reason what is wrong with its data
   * @param link where that can be read
   */
  record Deviation(String name, String reason, String link) {}

  Deviations(List<Deviation> all) {
    this.all = List.copyOf(all);
  }

  /** Return the list that is part of this release. */
  static Deviations released() {
    try (InputStream in =
        Objects.requireNonNull(Deviations.class.getResourceAsStream(FILE), FILE)) {
      return new Deviations(new ObjectMapper().readValue(in, new TypeReference<>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Return what is known of a case. */
  Optional<Deviation> find(String caseName) {
    String last = caseName.substring(caseName.lastIndexOf('/') + 1);
    return all.stream().filter(deviation -> deviation.name().equals(last)).findFirst();
  }

  List<Deviation> all() {
    return all;
  }
}
