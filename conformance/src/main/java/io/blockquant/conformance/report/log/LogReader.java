package io.blockquant.conformance.report.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.core.diag.BlockquantException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Read a log, line by line, believing nothing: lengths, depths and counts are bounded, every field
 * is checked, and what is wrong is named with its line.
 *
 * <p>A log of a run that did not end is read as far as it goes; {@link RunLog#footer} tells.
 */
public final class LogReader {

  /** The name of the file in the folder of a run. */
  public static final String FILE_NAME = "events.jsonl";

  private static final int DEEPEST = 32;
  private static final int MOST_CASES = 1_000_000;
  private static final Pattern ID = Pattern.compile("[a-z0-9]+/[a-z0-9-]+/[a-z0-9.+-]+");
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LogLines.LONGEST)
                          .maxNumberLength(64)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;
  private final LogLines lines;
  private final Set<String> seen = new HashSet<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private @Nullable Fields described;

  private LogReader(Path file, LogLines lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Read a log.
   *
   * @param log the file, or the folder of a run with {@value #FILE_NAME} in it
   * @throws BlockquantException {@code Log.Malformed} or {@code Log.Cases}, with the line
   * @throws UncheckedIOException if there is no such file, or it cannot be read
   */
  public static RunLog read(Path log) {
    Path file = Files.isDirectory(log) ? log.resolve(FILE_NAME) : log;
    try (LogLines lines = new LogLines(file)) {
      return new LogReader(file, lines).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunLog read() throws IOException {
    Optional<Fields> first = next();
    if (first.isEmpty() || !event(first.get()).equals("header")) {
      throw LogProblem.MALFORMED
          .in(file, 1)
          .fact("expected", "the header of a run")
          .fact("found", first.map(LogReader::event).orElse("nothing"))
          .help("name the " + FILE_NAME + " of a conform run, or its folder")
          .asException();
    }
    LogHeader header = header(first.get());
    Optional<LogFooter> footer = Optional.empty();
    for (Optional<Fields> event = next(); event.isPresent(); event = next()) {
      Fields fields = event.get();
      if (footer.isPresent()) {
        throw LogProblem.EDITED
            .in(file, lines.line())
            .fact("found", "an event after the footer: " + event(fields))
            .help("run the cases again; one run has one log")
            .asException();
      }
      switch (event(fields)) {
        case "case" -> described(fields);
        case "result" -> entries.add(entry(fields));
        case "footer" -> footer = Optional.of(footer(fields));
        default -> throw fields.wrong("event", "header, case, result or footer", event(fields));
      }
    }
    return new RunLog(file, header, entries, footer);
  }

  /** Return the next event; empty at the end, and at a line that was being written. */
  private Optional<Fields> next() throws IOException {
    byte[] text = lines.next();
    if (text == null || lines.isTorn()) {
      return Optional.empty();
    }
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode json = JSON.readTree(parser);
      if (json == null || !json.isObject()) {
        throw malformed("no JSON object");
      }
      return Optional.of(new Fields(json, file, lines.line()));
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage());
    }
  }

  private BlockquantException malformed(String found) {
    return LogProblem.MALFORMED
        .in(file, lines.line())
        .fact("expected", "one JSON object a line")
        .fact("found", found.lines().findFirst().orElse("nothing"))
        .help("name the " + FILE_NAME + " of a conform run; if it is one, run the cases again")
        .asException();
  }

  private static String event(Fields fields) {
    return fields.text("event");
  }

  private LogHeader header(Fields json) {
    long version = json.integer("version");
    if (version != LogHeader.VERSION) {
      throw json.wrong("version", Integer.toString(LogHeader.VERSION), Long.toString(version));
    }
    List<String> ids = json.texts("ids");
    if (ids.size() > MOST_CASES || json.integer("count") != ids.size()) {
      throw LogProblem.CASES
          .in(file, lines.line())
          .fact("count", json.integer("count") + ", at most " + MOST_CASES)
          .fact("ids", ids.size())
          .help("run the cases again")
          .asException();
    }
    ids.forEach(id -> requireId(json, "ids", id));
    List<Map<String, String>> waivers =
        json.objects("waivers").stream().map(Fields::textsByName).toList();
    LogHeader.Facts facts =
        new LogHeader.Facts(
            json.text("connection"),
            json.text("implementation"),
            json.text("device"),
            json.texts("profiles"),
            json.object("options").textsByName(),
            waivers,
            json.object("host").textsByName());
    return new LogHeader(json.text("kit"), facts, json.text("digest"), ids);
  }

  private void described(Fields json) {
    requireId(json, "id", json.text("id"));
    if (described != null) {
      throw cases("the case " + described.text("id") + " has no result");
    }
    described = json;
  }

  private LogEntry entry(Fields json) {
    String id = json.text("id");
    Fields of = described;
    described = null;
    if (of == null || !of.text("id").equals(id)) {
      throw cases("the result of " + id + " does not follow its case");
    }
    if (!seen.add(id)) {
      throw cases("a second result of " + id);
    }
    String label = json.text("status");
    LogStatus status =
        LogStatus.find(label).orElseThrow(() -> json.wrong("status", "a known one", label));
    return new LogEntry(
        lines.line(),
        of.json(),
        status,
        status == LogStatus.PASS && json.flag("exact"),
        json.objects("findings").stream().map(FindingJson::read).toList(),
        json.text("reason", ""),
        json.text("url", ""),
        json.number("seconds"),
        OutputJson.read(json.object("outputs")));
  }

  private LogFooter footer(Fields json) {
    if (described != null) {
      throw cases("the case " + described.text("id") + " has no result");
    }
    Map<LogStatus, Long> counts = new EnumMap<>(LogStatus.class);
    Fields counted = json.object("counts");
    for (LogStatus status : LogStatus.values()) {
      counts.put(status, counted.integer(status.label()));
    }
    return new LogFooter(lines.line(), counts, json.text("sha256"), lines.digest());
  }

  private BlockquantException cases(String found) {
    return LogProblem.CASES
        .in(file, lines.line())
        .fact("found", found)
        .help("run the cases again; a log is evidence only as it was written")
        .asException();
  }

  private static void requireId(Fields json, String field, String id) {
    if (!ID.matcher(id).matches()) {
      throw json.wrong(field, "operator/format/name", id);
    }
  }
}
