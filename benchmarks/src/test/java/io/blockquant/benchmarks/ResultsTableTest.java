package io.blockquant.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTableTest {
  private static final Map<String, String> MACHINE = Map.of("cpu", "Abacus 7");

  /** As JMH writes it, less what is not read. */
  private static JsonNode result(String benchmark, String params, String unit, String rawData)
      throws IOException {
    return new ObjectMapper()
        .readTree(
            """
            {
              "jmhVersion": "1.37",
              "benchmark": "io.blockquant.benchmarks.%s",
              "mode": "avgt", "threads": 1, "forks": 1,
              "jvmArgs": ["-Xmx2g", "--add-modules=jdk.incubator.vector"],
              "warmupIterations": 3, "warmupTime": "1 s",
              "measurementIterations": 4, "measurementTime": "200 ms",
              "params": %s,
              "primaryMetric": {"score": 1, "scoreUnit": "%s", "rawData": %s}
            }
            """
                .formatted(benchmark, params, unit, rawData));
  }

  private static List<JsonNode> results() throws IOException {
    String small = "\"size\": \"1MiB\", \"threads\": \"1\"";
    List<JsonNode> results = new ArrayList<>();
    results.add(result("MemoryBenchmark.copy", "{" + small + "}", "ns/op", "[[20000, 25000]]"));
    results.add(
        result(
            "DynamicQuantizeBenchmark.run",
            "{\"recipe\": \"nvfp4 axis -2\", \"type\": \"BFLOAT16\", " + small + "}",
            "ns/op",
            "[[90000, 50000, 45000], [52429]]"));
    results.add(
        result(
            "OrtQuantizeLinearBenchmark.run",
            "{\"recipe\": \"int8 per-tensor\", \"size\": \"64MiB\", \"threads\": \"2\"}",
            "ns/op",
            "[[8000000]]"));
    return results;
  }

  @Test
  void ratiosAreToTheCopyOfTheSameSizeAndThreads() throws IOException {
    String page = ResultsTable.page("Figures", MACHINE, results());
    assertTrue(page.startsWith("# Figures\n"), page);
    assertTrue(page.contains("| copy |  | FLOAT | 20 | 22.5 | 0.0763 | 1 | 1 |"), page);
    // Over both forks: the least is 45 us, the median between 50 and 52.429 us.
    assertTrue(
        page.contains(
            "| DynamicQuantize | nvfp4 axis -2 | BFLOAT16 | 45 | 51.2 | 0.172 | 2.25 | 2.28 |"),
        page);
  }

  @Test
  void withoutACopyThereIsNoRatio() throws IOException {
    String page = ResultsTable.page("Figures", MACHINE, results());
    assertTrue(page.contains("64MiB as float32, 16777216 elements, threads: 2"), page);
    assertTrue(
        page.contains(
            "| ONNX Runtime QuantizeLinear | int8 per-tensor | FLOAT"
                + " | 8000 | 8000 | 0.477 |  |  |"),
        page);
  }

  @Test
  void thePageNamesTheMachineAndHowItWasMeasured() throws IOException {
    String page = ResultsTable.page("Figures", MACHINE, results());
    assertTrue(page.contains("| cpu | Abacus 7 |"), page);
    assertTrue(page.contains("| jvm flags | -Xmx2g --add-modules=jdk.incubator.vector |"), page);
    assertTrue(page.contains("1.37, 1 fork, warm-up 3 x 1 s, measured 4 x 200 ms"), page);
  }

  @Test
  void whatIsNotAResultIsRefused() throws IOException {
    assertThrows(
        IllegalArgumentException.class, () -> ResultsTable.page("Figures", MACHINE, List.of()));
    JsonNode other = result("MemoryBenchmark.copy", "{}", "ops/s", "[[1]]");
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> ResultsTable.page("Figures", MACHINE, List.of(other)));
    assertEquals("expected ns/op, found 'ops/s'", error.getMessage());
  }
}
