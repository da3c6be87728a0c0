package io.blockquant.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.conformance.runner.Suite;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.reference.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  @TempDir Path folder;

  @Test
  void aWholeRunReadsBack() throws IOException {
    List<ConformanceCase> cases = Profiles.find("documented").orElseThrow().cases();
    try (EventLog log = EventLog.open(folder.resolve("new"))) {
      log.header("inproc:reference", "reference:0", "documented", cases);
      log.footer(Suite.run(cases, new ReferenceBackend(OpCatalog.registry()), log::result));
    }
    List<JsonNode> events = read(folder.resolve("new"));
    assertEquals(2 + 2 * cases.size(), events.size());
    JsonNode header = events.getFirst();
    assertEquals("header", header.path("event").asText());
    assertEquals(cases.size(), header.path("count").asInt());
    assertEquals(cases.size(), header.path("ids").size());
    assertEquals(CaseDigest.of(cases), header.path("digest").asText());
    assertEquals("case", events.get(1).path("event").asText());
    assertEquals(cases.getFirst().id(), events.get(1).path("id").asText());
    assertEquals("pass", events.get(2).path("status").asText());
    JsonNode footer = events.getLast();
    assertEquals("footer", footer.path("event").asText());
    assertEquals(cases.size(), footer.path("passed").asInt());
  }

  @Test
  void aRunThatDidNotEndHasNoFooter() throws IOException {
    List<ConformanceCase> cases = Profiles.find("documented").orElseThrow().cases();
    try (EventLog log = EventLog.open(folder)) {
      log.header("inproc:reference", "reference:0", "documented", cases);
    }
    assertTrue(
        read(folder).stream().noneMatch(event -> event.path("event").asText().equals("footer")));
  }

  private static List<JsonNode> read(Path folder) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(EventLog.FILE_NAME))) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }
}
