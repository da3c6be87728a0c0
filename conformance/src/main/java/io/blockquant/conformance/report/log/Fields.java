package io.blockquant.conformance.report.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.blockquant.core.diag.BlockquantException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the fields of one JSON object of a log; one that is not as it must be is named. */
final class Fields {
  private static final int SHOWN = 80;

  private final JsonNode json;
  private final Path file;
  private final long line;

  Fields(JsonNode json, Path file, long line) {
    this.json = json;
    this.file = file;
    this.line = line;
  }

  JsonNode json() {
    return json;
  }

  boolean has(String name) {
    return json.has(name);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text(String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw wrong(name, "a text", shown(value));
    }
    return value.textValue();
  }

  String text(String name, String absent) {
    return json.has(name) ? text(name) : absent;
  }

  boolean flag(String name) {
    JsonNode value = json.path(name);
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", shown(value));
    }
    return value.booleanValue();
  }

  long integer(String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number of 64 bits", shown(value));
    }
    return value.longValue();
  }

  /** Return a number; JSON has no NaN and no infinities, so these come as texts. */
  double number(String name) {
    JsonNode value = json.path(name);
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText("")) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(name, "a number, NaN, Infinity or -Infinity", shown(value));
    };
  }

  Fields object(String name) {
    JsonNode value = json.path(name);
    if (!value.isObject()) {
      throw wrong(name, "an object", shown(value));
    }
    return new Fields(value, file, line);
  }

  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode each : array(name)) {
      if (!each.isObject()) {
        throw wrong(name, "objects", shown(each));
      }
      objects.add(new Fields(each, file, line));
    }
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : array(name)) {
      if (!each.isTextual()) {
        throw wrong(name, "texts", shown(each));
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  long[] integers(String name) {
    JsonNode values = array(name);
    long[] integers = new long[values.size()];
    for (int i = 0; i < integers.length; i++) {
      JsonNode each = values.path(i);
      if (!each.isIntegralNumber() || !each.canConvertToLong()) {
        throw wrong(name, "whole numbers of 64 bits", shown(each));
      }
      integers[i] = each.longValue();
    }
    return integers;
  }

  Map<String, String> textsByName() {
    Map<String, String> texts = new LinkedHashMap<>();
    names().forEach(name -> texts.put(name, text(name)));
    return texts;
  }

  /** Return an error about a field, to be thrown. */
  BlockquantException wrong(String field, String expected, String found) {
    return LogProblem.MALFORMED
        .in(file, line)
        .fact("field", field)
        .fact("expected", expected)
        .fact("found", found)
        .help("read it with the version of the kit that wrote it, or run the cases again")
        .asException();
  }

  private JsonNode array(String name) {
    JsonNode value = json.path(name);
    if (!value.isArray()) {
      throw wrong(name, "a list", shown(value));
    }
    return value;
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
