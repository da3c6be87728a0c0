package io.blockquant.cli.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Render tables as JSON. Infinities and NaN, which JSON lacks, become strings. */
final class JsonTable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonTable() {}

  /** Return one table as an array of objects. */
  static String array(Table table) {
    return write(objects(table));
  }

  /** Return several tables as one object of arrays. */
  static String object(List<Table> tables) {
    Map<String, Object> all = new LinkedHashMap<>();
    tables.forEach(table -> all.put(table.name(), objects(table)));
    return write(all);
  }

  private static List<Map<String, @Nullable Object>> objects(Table table) {
    return table.rows().stream().map(row -> object(table.columns(), row)).toList();
  }

  private static Map<String, @Nullable Object> object(
      List<String> columns, List<@Nullable Object> row) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i), row.get(i));
    }
    return object;
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a cell cannot be written as JSON", e);
    }
  }
}
