package io.blockquant.conformance.report.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.check.Divergence;
import io.blockquant.conformance.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Write findings as JSON and read them back. */
public final class FindingJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FindingJson() {}

  /** Return the finding as JSON. */
  public static ObjectNode write(Finding finding) {
    ObjectNode json = JSON.createObjectNode().put("text", finding.text());
    if (!finding.output().isEmpty()) {
      json.put("output", finding.output());
    }
    finding.divergence().ifPresent(divergence -> json.set("divergence", write(divergence)));
    return json;
  }

  private static ObjectNode write(Divergence divergence) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", divergence.type());
    json.put("wrong", divergence.wrong());
    json.put("total", divergence.total());
    json.put("unordered", divergence.unordered());
    ObjectNode steps = json.putObject("steps");
    divergence.steps().forEach((step, count) -> steps.put(Integer.toString(step), count));
    ArrayNode elements = json.putArray("elements");
    for (Divergence.Element element : divergence.elements()) {
      elements
          .addObject()
          .put("index", element.index())
          .put("accepted", element.accepted())
          .put("expected_code", element.expectedCode())
          .put("actual_code", element.actualCode())
          .put("expected", element.expected())
          .put("actual", element.actual())
          .put("value", element.value())
          .put("block", element.block());
    }
    return json;
  }

  /** Read a finding. */
  static Finding read(Fields json) {
    Optional<Divergence> divergence =
        json.has("divergence")
            ? Optional.of(divergence(json.object("divergence")))
            : Optional.empty();
    String text = json.text("text");
    if (text.isBlank() || text.lines().count() != 1) {
      throw json.wrong("text", "one line", text);
    }
    return new Finding(text, json.text("output", ""), divergence);
  }

  private static Divergence divergence(Fields json) {
    SortedMap<Integer, Long> steps = new TreeMap<>();
    Fields counts = json.object("steps");
    for (String step : counts.names()) {
      try {
        steps.put(Integer.parseInt(step), counts.integer(step));
      } catch (NumberFormatException e) {
        throw json.wrong("steps", "numbers of codes", step);
      }
    }
    List<Divergence.Element> elements = new ArrayList<>();
    for (Fields each : json.objects("elements")) {
      elements.add(
          new Divergence.Element(
              each.integer("index"),
              each.flag("accepted"),
              each.integer("expected_code"),
              each.integer("actual_code"),
              each.number("expected"),
              each.number("actual"),
              each.number("value"),
              each.integer("block")));
    }
    return new Divergence(
        json.text("type"),
        json.integer("wrong"),
        json.integer("total"),
        elements,
        steps,
        json.integer("unordered"));
  }
}
