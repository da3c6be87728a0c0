package io.blockquant.conformance.report.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.report.log.Levels;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogHeader;
import io.blockquant.conformance.report.log.RunLog;
import java.util.List;

/** Render an array of runs: what was run, levels, counts, and a result per case. */
public final class JsonRendering implements Rendering {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Make the rendering. */
  public JsonRendering() {}

  @Override
  public String render(List<RunLog> logs) {
    ArrayNode runs = JSON.createArrayNode();
    logs.forEach(log -> runs.add(run(log)));
    return runs.toPrettyString() + "\n";
  }

  private static ObjectNode run(RunLog log) {
    LogHeader header = log.header();
    ObjectNode run = JSON.createObjectNode();
    run.put("kit", header.kit());
    run.put("connection", header.facts().connection());
    run.put("implementation", header.facts().implementation());
    run.put("device", header.facts().device());
    header.facts().profiles().forEach(run.putArray("profiles")::add);
    run.set("options", JSON.valueToTree(header.facts().options()));
    run.set("waivers", JSON.valueToTree(header.facts().waivers()));
    run.set("host", JSON.valueToTree(header.facts().host()));
    run.put("digest", header.digest());
    run.put("complete", log.isComplete());
    Levels.of(log).forEach(run.putArray("levels")::add);
    ObjectNode counts = run.putObject("counts");
    log.counts().forEach((status, count) -> counts.put(status.label(), count));
    ArrayNode cases = run.putArray("cases");
    log.entries().forEach(entry -> cases.add(result(entry)));
    return run;
  }

  private static ObjectNode result(LogEntry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", entry.id());
    json.put("rule", entry.text("rule"));
    json.put("profile", entry.text("profile"));
    json.put("status", entry.status().label());
    json.put("exact", entry.exact());
    json.put("seconds", entry.seconds());
    entry.findings().stream().map(Finding::text).forEach(json.putArray("findings")::add);
    json.put("reason", entry.reason());
    json.put("url", entry.url());
    return json;
  }
}
