package io.blockquant.conformance.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.report.log.DataFiles;
import io.blockquant.conformance.report.log.FindingJson;
import io.blockquant.conformance.report.log.HostFacts;
import io.blockquant.conformance.report.log.LogHeader;
import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.LoggedOutput;
import io.blockquant.conformance.report.log.LoggedOutput.Data;
import io.blockquant.conformance.report.log.OutputJson;
import io.blockquant.conformance.report.log.Sha256;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Write a run as events.jsonl: a header with the digest and every id, one line per case and one per
 * result, a footer with the counts and the SHA-256 of all before it. A log without a footer is one
 * of a run that did not end.
 *
 * <p>Each line reaches the operating system before the next case starts, so that a run that crashes
 * leaves what it found. Outputs of more than 64 KiB go into {@code data/}. Not thread-safe.
 */
public final class EventLog implements AutoCloseable {

  /** The name of the file. */
  public static final String FILE_NAME = LogReader.FILE_NAME;

  private static final ObjectMapper JSON = new ObjectMapper();
  private final OutputStream out;
  private final DataFiles data;
  private final MessageDigest written = Sha256.start();
  private final Map<LogStatus, Long> counts = new EnumMap<>(LogStatus.class);
  private final Set<String> missing = new HashSet<>();

  private EventLog(Path folder, OutputStream out) {
    this.out = out;
    data = new DataFiles(folder);
    for (LogStatus status : LogStatus.values()) {
      counts.put(status, 0L);
    }
  }

  /** Start a log in {@code folder}, which is made if it is not there; an older one is replaced. */
  public static EventLog open(Path folder) {
    try {
      Files.createDirectories(folder);
      return new EventLog(folder, Files.newOutputStream(folder.resolve(FILE_NAME)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Write the header.
   *
   * @param facts what is run, on what, and how
   * @param cases all cases of the run, in the order in which their results will come
   */
  public void header(LogHeader.Facts facts, List<ConformanceCase> cases) {
    ObjectNode event = event("header");
    event.put("version", LogHeader.VERSION);
    event.put("kit", HostFacts.kit());
    event.put("connection", facts.connection());
    event.put("implementation", facts.implementation());
    event.put("device", facts.device());
    facts.profiles().forEach(event.putArray("profiles")::add);
    event.set("options", JSON.valueToTree(facts.options()));
    event.set("waivers", JSON.valueToTree(facts.waivers()));
    event.set("host", JSON.valueToTree(facts.host()));
    event.put("digest", CaseDigest.of(cases));
    event.put("count", cases.size());
    cases.forEach(each -> event.withArray("ids").add(each.id()));
    cases.forEach(each -> missing.add(each.id()));
    write(event);
  }

  /**
   * Write a case and its result.
   *
   * @param result the case with its outcome, outputs and time
   * @throws IllegalStateException if the header does not have the case, or it has a result already
   */
  public void result(CaseResult result) {
    ConformanceCase test = result.conformanceCase();
    if (!missing.remove(test.id())) {
      throw new IllegalStateException("the header has no such case to come: " + test.id());
    }
    ObjectNode described = event("case");
    described.setAll(CaseJson.of(test));
    write(described);
    Outcome outcome = result.outcome();
    LogStatus status = LogStatus.find(outcome.status()).orElseThrow();
    counts.merge(status, 1L, Long::sum);
    ObjectNode event = event("result");
    event.put("id", test.id());
    event.put("status", status.label());
    List<Finding> findings = outcome(outcome, event);
    findings.forEach(finding -> event.withArray("findings").add(FindingJson.write(finding)));
    event.put("seconds", result.seconds());
    ObjectNode outputs = event.putObject("outputs");
    // Maps need not keep an order; names do.
    new TreeMap<>(result.outputs())
        .forEach((name, tensor) -> outputs.set(name, OutputJson.write(logged(test, name, tensor))));
    write(event);
  }

  /** Add what an outcome says beside its findings, and return these. */
  private static List<Finding> outcome(Outcome outcome, ObjectNode event) {
    event.putArray("findings");
    return switch (outcome) {
      case Outcome.Passed passed -> {
        event.put("exact", passed.exact());
        yield passed.deviations();
      }
      case Outcome.Failed(List<Finding> findings) -> findings;
      case Outcome.Waived waived -> {
        event.put("reason", waived.reason());
        event.put("url", waived.url());
        event.put("owner", waived.owner());
        event.put("until", waived.until().toString());
        yield waived.findings();
      }
      case Outcome.NotClaimed(String reason, String url) -> {
        event.put("reason", reason);
        event.put("url", url);
        yield List.of();
      }
      case Outcome.TimedOut(String reason) -> because(event, reason);
      case Outcome.Crashed(String reason) -> because(event, reason);
      case Outcome.HarnessFault(String reason) -> because(event, reason);
    };
  }

  private static List<Finding> because(ObjectNode event, String reason) {
    event.put("reason", reason);
    return List.of();
  }

  private LoggedOutput logged(ConformanceCase test, String name, Tensor tensor) {
    if (tensor.elementType() == ElementType.STRING) {
      throw new IllegalArgumentException(test.id() + ": no case of the kit has texts");
    }
    byte[] bytes = TensorArrays.toBytes(tensor);
    for (Check check : test.checks()) {
      if (check.output().equals(name) && check.expected().sameBits(tensor)) {
        return logged(tensor, new Data.SameAsExpected(Sha256.of(bytes)));
      }
    }
    if (bytes.length <= LoggedOutput.LARGEST_INLINE) {
      return logged(tensor, new Data.Inline(Base64.getEncoder().encodeToString(bytes)));
    }
    try {
      return logged(tensor, new Data.File(data.store(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoggedOutput logged(Tensor tensor, Data data) {
    return new LoggedOutput(tensor.elementType(), tensor.shape(), data);
  }

  /**
   * Write the footer, the last line of a run that ended.
   *
   * @throws IllegalStateException if a case has no result
   */
  public void footer() {
    if (!missing.isEmpty()) {
      throw new IllegalStateException("cases without a result: " + missing);
    }
    ObjectNode event = event("footer");
    ObjectNode counted = event.putObject("counts");
    counts.forEach((status, count) -> counted.put(status.label(), count));
    event.put("sha256", Sha256.hex(written));
    write(event);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode event(String kind) {
    return JSON.createObjectNode().put("event", kind);
  }

  private void write(ObjectNode event) {
    try {
      byte[] line = (JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
      written.update(line);
      // One call for the whole line, unbuffered: what a crash leaves is whole but for the last.
      out.write(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written as JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
