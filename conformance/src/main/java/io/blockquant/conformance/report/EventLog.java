package io.blockquant.conformance.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.conformance.runner.Suite;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Write a run as events.jsonl: a header with the digest and every id, one line per case and one per
 * result, a footer with the counts. A log without a footer is one of a run that did not end.
 *
 * <p>Each line is flushed before the next case starts. Not thread-safe.
 */
public final class EventLog implements AutoCloseable {

  /** The name of the file. */
  public static final String FILE_NAME = "events.jsonl";

  /** The version of the format. */
  public static final int VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private final BufferedWriter writer;

  private EventLog(BufferedWriter writer) {
    this.writer = writer;
  }

  /** Start a log in {@code folder}, which is made if it is not there; an older one is replaced. */
  public static EventLog open(Path folder) {
    try {
      Files.createDirectories(folder);
      return new EventLog(Files.newBufferedWriter(folder.resolve(FILE_NAME)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Write the header.
   *
   * @param connection how the backend was reached: {@code inproc:cpu}
   * @param device what it runs on, as it says itself
   */
  public void header(
      String connection, String device, String profile, List<ConformanceCase> cases) {
    ObjectNode event = event("header");
    event.put("version", VERSION);
    event.put("connection", connection);
    event.put("device", device);
    event.put("java", Runtime.version().toString());
    event.put("profile", profile);
    event.put("digest", CaseDigest.of(cases));
    event.put("count", cases.size());
    cases.forEach(each -> event.withArray("ids").add(each.id()));
    write(event);
  }

  /** Write a case and its result. */
  public void result(CaseResult result) {
    ObjectNode described = event("case");
    described.setAll(CaseJson.of(result.conformanceCase()));
    write(described);
    ObjectNode event = event("result");
    event.put("id", result.conformanceCase().id());
    event.put("status", result.outcome().status());
    if (result.outcome() instanceof Outcome.Failed failed) {
      failed.findings().forEach(finding -> event.withArray("findings").add(finding.text()));
    } else if (result.outcome() instanceof Outcome.Passed passed) {
      event.put("exact", passed.exact());
    } else {
      event.put("reason", result.outcome().reason());
    }
    write(event);
  }

  /** Write the footer, the last line of a run that ended. */
  public void footer(Suite.Report report) {
    ObjectNode event = event("footer");
    event.put("passed", report.passed());
    event.put("failed", report.failed());
    event.put("skipped", report.skipped());
    write(event);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode event(String kind) {
    return JSON.createObjectNode().put("event", kind);
  }

  private void write(ObjectNode event) {
    try {
      writer.write(JSON.writeValueAsString(event));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
