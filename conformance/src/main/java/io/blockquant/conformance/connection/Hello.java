package io.blockquant.conformance.connection;

import java.util.List;

/**
 * Hold what a peer says of itself.
 *
 * @param protocol the version of the protocol that both sides speak; 0 in this JVM, where there is
 *     none
 * @param implementation the name of what is tested
 * @param version its version
 * @param device what it runs on
 * @param profiles the profiles that it claims; empty if it claims all that it does not declare as a
 *     gap
 * @param gaps what it does not do
 */
public record Hello(
    int protocol,
    String implementation,
    String version,
    String device,
    List<String> profiles,
    List<Gap> gaps) {

  public Hello {
    profiles = List.copyOf(profiles);
    gaps = List.copyOf(gaps);
  }
}
