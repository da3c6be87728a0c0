package io.blockquant.conformance.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.check.Divergence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.report.log.Levels;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogHeader;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.report.render.Repeat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what the script of the page draws, as JSON that can stand inside a script element. */
final class PageData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PageData() {}

  static String of(List<RunLog> logs) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode statuses = page.putArray("statuses");
    for (LogStatus status : LogStatus.values()) {
      statuses
          .addObject()
          .put("label", status.label())
          .put("words", status.words())
          .put("tally", status.tally().name());
    }
    List<Map<String, LogEntry>> entries = new ArrayList<>();
    ArrayNode runs = page.putArray("runs");
    for (RunLog log : logs) {
      runs.add(run(log));
      Map<String, LogEntry> byId = new HashMap<>();
      log.entries().forEach(entry -> byId.put(entry.id(), entry));
      entries.add(byId);
    }
    ObjectNode rules = page.putObject("rules");
    ArrayNode cases = page.putArray("cases");
    for (String id : ids(logs)) {
      cases.add(described(id, logs, entries, rules));
    }
    try {
      // Whatever a log says, nothing of it can end the element that it stands in.
      return JSON.writeValueAsString(page).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a page cannot be written as JSON", e);
    }
  }

  private static Set<String> ids(List<RunLog> logs) {
    Set<String> ids = new LinkedHashSet<>();
    logs.forEach(log -> log.entries().forEach(entry -> ids.add(entry.id())));
    return ids;
  }

  private static ObjectNode run(RunLog log) {
    LogHeader.Facts facts = log.header().facts();
    ObjectNode run = JSON.createObjectNode();
    run.put("connection", facts.connection());
    run.put("implementation", facts.implementation());
    run.put("device", facts.device());
    run.put("kit", log.header().kit());
    run.put("digest", log.header().digest());
    run.put("count", log.header().ids().size());
    run.put("complete", log.isComplete());
    run.set("profiles", JSON.valueToTree(facts.profiles()));
    run.set("options", JSON.valueToTree(facts.options()));
    run.set("waivers", JSON.valueToTree(facts.waivers()));
    run.set("host", JSON.valueToTree(facts.host()));
    run.set("levels", JSON.valueToTree(Levels.of(log)));
    return run;
  }

  /** A case with its results, null where a log does not have it. */
  private static ObjectNode described(
      String id, List<RunLog> logs, List<Map<String, LogEntry>> entries, ObjectNode rules) {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode results = JSON.createArrayNode();
    for (int i = 0; i < logs.size(); i++) {
      LogEntry entry = entries.get(i).get(id);
      if (entry == null) {
        results.addNull();
        continue;
      }
      if (json.isEmpty()) {
        json.setAll((ObjectNode) entry.described());
        json.remove(List.of("event", "text"));
        rules.put(entry.text("rule"), entry.text("text"));
      }
      results.add(result(logs.get(i), entry));
    }
    json.set("results", results);
    return json;
  }

  private static ObjectNode result(RunLog log, LogEntry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("s", entry.status().ordinal());
    json.put("exact", entry.exact());
    json.put("seconds", entry.seconds());
    if (entry.status() == LogStatus.PASS && entry.findings().isEmpty()) {
      return json;
    }
    json.put("reason", entry.reason());
    json.put("url", entry.url());
    json.put("repeat", Repeat.command(log, entry));
    ObjectNode dims = json.putObject("dims");
    entry
        .outputs()
        .forEach((name, output) -> {
          ArrayNode values = dims.putArray(name);
          Arrays.stream(output.shape().dims()).forEach(values::add);
        });
    ArrayNode findings = json.putArray("findings");
    entry.findings().forEach(finding -> findings.add(finding(finding)));
    return json;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json = JSON.createObjectNode();
    json.put("text", finding.text());
    json.put("output", finding.output());
    finding.divergence().ifPresent(divergence -> json.set("diff", divergence(divergence)));
    return json;
  }

  /** Elements are lists, as a page of a thousand failures has sixty thousand of them. */
  private static ObjectNode divergence(Divergence divergence) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", divergence.type());
    json.put("wrong", divergence.wrong());
    json.put("total", divergence.total());
    json.put("unordered", divergence.unordered());
    ArrayNode steps = json.putArray("steps");
    divergence.steps().forEach((step, count) -> steps.addArray().add(step).add(count));
    ArrayNode elements = json.putArray("elements");
    for (Divergence.Element element : divergence.elements()) {
      elements
          .addArray()
          .add(element.index())
          .add(element.accepted() ? 1 : 0)
          .add(Long.toHexString(element.expectedCode()))
          .add(Long.toHexString(element.actualCode()))
          .add(element.expected())
          .add(element.actual())
          .add(element.value())
          .add(element.block());
    }
    return json;
  }
}
