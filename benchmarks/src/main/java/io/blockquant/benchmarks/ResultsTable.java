package io.blockquant.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.cli.bench.measure.MachineFacts;
import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.cli.table.TablePrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turn result files of JMH into one page: the machine, then a table per size and threads. */
public final class ResultsTable {
  private static final MathContext DIGITS = new MathContext(3);

  private ResultsTable() {}

  /**
   * Write the page.
   *
   * @param args the page to write, its title, then the result files of one run
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      throw new IllegalArgumentException("expected: PAGE TITLE RESULTS.json...");
    }
    List<JsonNode> results = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      new ObjectMapper().readTree(Path.of(args[i]).toFile()).forEach(results::add);
    }
    Files.writeString(Path.of(args[0]), page(args[1], MachineFacts.collect(), results));
  }

  /**
   * Return the page.
   *
   * @param title its heading
   * @param machine the facts of the machine that the results come from
   * @param json the elements of the arrays that JMH wrote in one run
   * @throws IllegalArgumentException if there is none, or one is not what the benchmarks here give
   */
  static String page(String title, Map<String, String> machine, List<JsonNode> json) {
    if (json.isEmpty()) {
      throw new IllegalArgumentException("there are no results");
    }
    List<Result> results = json.stream().map(Result::of).toList();
    List<Table> tables = new ArrayList<>();
    tables.add(facts(machine, json.getFirst()));
    for (String group : groups(results)) {
      tables.add(table(group, results));
    }
    StringWriter text = new StringWriter();
    text.write("# " + title + "\n\n");
    TablePrinter.print(new PrintWriter(text), TableFormat.MD, tables);
    return text.toString();
  }

  private static Table facts(Map<String, String> machine, JsonNode json) {
    Map<String, String> all = new LinkedHashMap<>(machine);
    List<String> flags = new ArrayList<>();
    json.path("jvmArgs").forEach(flag -> flags.add(flag.asText()));
    all.put("jvm flags", String.join(" ", flags));
    all.put(
        "jmh",
        "%s, %d fork, warm-up %d x %s, measured %d x %s"
            .formatted(
                json.path("jmhVersion").asText(),
                json.path("forks").asInt(),
                json.path("warmupIterations").asInt(),
                json.path("warmupTime").asText(),
                json.path("measurementIterations").asInt(),
                json.path("measurementTime").asText()));
    Table table = new Table("machine", "fact", "value");
    all.forEach((fact, value) -> table.row(fact, value));
    return table;
  }

  private static Set<String> groups(List<Result> results) {
    Set<String> groups = new LinkedHashSet<>();
    results.forEach(result -> groups.add(group(result)));
    return groups;
  }

  private static String group(Result result) {
    return "%s as float32, %d elements, threads: %d"
        .formatted(result.size(), result.elements(), result.threads());
  }

  private static Table table(String group, List<Result> results) {
    Table table =
        new Table(
            group,
            "kernel",
            "recipe",
            "type",
            "us min",
            "us median",
            "ns per element",
            "to copy, min",
            "to copy, median");
    for (Result result : results) {
      if (!group(result).equals(group)) {
        continue;
      }
      Optional<Result> copy = results.stream().filter(other -> other.isCopyFor(result)).findFirst();
      double min = result.timings().min();
      double median = result.timings().median();
      table.row(
          result.kernel(),
          result.recipe(),
          result.type(),
          rounded(min / 1000),
          rounded(median / 1000),
          rounded(min / result.elements()),
          copy.map(c -> rounded(min / c.timings().min())).orElse(null),
          copy.map(c -> rounded(median / c.timings().median())).orElse(null));
    }
    return table;
  }

  private static String rounded(double value) {
    return new BigDecimal(value).round(DIGITS).toPlainString();
  }
}
