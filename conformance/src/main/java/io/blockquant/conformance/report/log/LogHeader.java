package io.blockquant.conformance.report.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hold what a log says before its first case. Immutable.
 *
 * @param kit the version of the kit that wrote it
 * @param facts what was run, on what, and how
 * @param digest what {@code CaseDigest} says of the cases
 * @param ids the id of every case, in the order of the run
 */
public record LogHeader(String kit, Facts facts, String digest, List<String> ids) {

  /** The version of the format. */
  public static final int VERSION = 1;

  public LogHeader {
    ids = List.copyOf(ids);
  }

  /**
   * Hold what the runner knows of a run.
   *
   * @param connection how the backend was reached, as the command line takes it: {@code inproc:cpu}
   * @param implementation name and version, as the backend tells them itself
   * @param device what it runs on, as it tells itself
   * @param profiles the profiles that were asked for
   * @param options what else was asked for, by the names of the options: include, shard
   * @param waivers the waivers in force, each by the names of its fields
   * @param host the machine that ran the kit: facts by name
   */
  public record Facts(
      String connection,
      String implementation,
      String device,
      List<String> profiles,
      Map<String, String> options,
      List<Map<String, String>> waivers,
      Map<String, String> host) {

    public Facts {
      profiles = List.copyOf(profiles);
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
      waivers = List.copyOf(waivers);
      host = Collections.unmodifiableMap(new LinkedHashMap<>(host));
    }

    /** Hold the least that there is to say; the rest is empty, the host this one. */
    public static Facts of(String connection, String device, List<String> profiles) {
      return new Facts(
          connection, connection, device, profiles, Map.of(), List.of(), HostFacts.collect());
    }
  }
}
