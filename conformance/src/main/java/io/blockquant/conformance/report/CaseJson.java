package io.blockquant.conformance.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.core.graph.Node;

/** Describe a case as JSON, without the data of its tensors. */
public final class CaseJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CaseJson() {}

  /** Return the description. */
  public static ObjectNode of(ConformanceCase each) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", each.id());
    json.put("rule", each.rule());
    json.put("requirement", each.requirement().name());
    json.put("text", each.text());
    json.put("since", each.since());
    json.put("profile", each.profile());
    ArrayNode nodes = json.putArray("nodes");
    for (Node node : each.graph().nodes()) {
      nodes
          .addObject()
          .put("op", node.op().type())
          .put("version", node.op().version())
          .put("attributes", node.attributes().toString());
    }
    ObjectNode inputs = json.putObject("inputs");
    each.inputs().forEach((name, tensor) -> inputs.put(name, tensor.toString()));
    ArrayNode checks = json.putArray("checks");
    for (Check check : each.checks()) {
      checks
          .addObject()
          .put("output", check.output())
          .put("kind", check.criterion().kind())
          .put("rule", check.criterion().text())
          .put("expected", check.expected().toString());
    }
    each.refusal()
        .ifPresent(refusal ->
            checks
                .addObject()
                .put("kind", refusal.criterion().kind())
                .put("rule", refusal.criterion().text()));
    json.put("drill", each.drill().name());
    json.put("why", each.why());
    return json;
  }
}
