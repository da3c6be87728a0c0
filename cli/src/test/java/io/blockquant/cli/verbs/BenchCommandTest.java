package io.blockquant.cli.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the verb on tiny tensors: its figures mean nothing here, its rows and columns do. */
class BenchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CONTRACT =
      Set.of(
          "kernel",
          "recipe",
          "type",
          "shape",
          "bytes",
          "threads",
          "ns_per_element",
          "gb_per_s_moved",
          "ratio_to_copy_min",
          "ratio_to_copy_median",
          "rounds");

  private static CommandRun kernels(String... words) {
    List<Object> all = new ArrayList<>(List.of("bench", "kernels", "--rounds", "2"));
    all.addAll(List.of("--warm-up", "0"));
    all.addAll(List.of(words));
    return CommandRun.of(all.toArray());
  }

  @Test
  void jsonIsAnArrayOfRowsWithTheseColumns() throws IOException {
    CommandRun run =
        kernels(
            "--elements", "4096", "--threads", "1,2", "--filter", "mxfp8.* FLOAT$", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode rows = JSON.readTree(run.out());
    // copy, read, fill, and DynamicQuantize and Dequantize along two axes, on 1 and 2 threads.
    assertEquals(2 * (3 + 4), rows.size());
    for (JsonNode row : rows) {
      Set<String> columns = new TreeSet<>();
      row.fieldNames().forEachRemaining(columns::add);
      assertEquals(new TreeSet<>(CONTRACT), columns);
      assertEquals("[64,64]", row.path("shape").toString());
      assertEquals(2, row.path("rounds").asInt());
      assertTrue(row.path("ns_per_element").asDouble() > 0, row.toString());
    }
    JsonNode copy = rows.path(0);
    assertEquals("copy", copy.path("kernel").asText());
    assertEquals(2 * 4 * 4096, copy.path("bytes").asLong());
    assertEquals(1.0, copy.path("ratio_to_copy_min").asDouble());
    assertEquals(1.0, copy.path("ratio_to_copy_median").asDouble());
    JsonNode mxfp8 = rows.path(3);
    assertEquals("DynamicQuantize", mxfp8.path("kernel").asText());
    assertEquals("mxfp8", mxfp8.path("recipe").asText());
    assertEquals("FLOAT", mxfp8.path("type").asText());
    // float32 in, a byte per element and one per block of 32 out.
    assertEquals(4096 * 4 + 4096 + 4096 / 32, mxfp8.path("bytes").asLong());
    assertEquals(1, mxfp8.path("threads").asInt());
    assertEquals(2, rows.path(13).path("threads").asInt());
  }

  @Test
  void figuresOfARowAgree() throws IOException {
    CommandRun run =
        kernels("--shape", "32x64", "--threads", "1", "--filter", "^Quant", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode rows = JSON.readTree(run.out());
    double copy = rows.path(0).path("ns_per_element").asDouble();
    for (JsonNode row : rows) {
      double nanos = row.path("ns_per_element").asDouble() * 32 * 64;
      double bytes = row.path("bytes").asDouble();
      assertEquals(bytes / nanos, row.path("gb_per_s_moved").asDouble(), 1e-9 * bytes / nanos);
      double ratio = row.path("ns_per_element").asDouble() / copy;
      assertEquals(ratio, row.path("ratio_to_copy_min").asDouble(), 1e-9 * ratio);
    }
  }

  @Test
  void everyKernelRunsAndTheTableNamesTheMachine() {
    CommandRun run = kernels("--shape", "256x256", "--threads", "1");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().startsWith("machine\nFACT"), run.out());
    assertTrue(run.out().contains("256x256, 65536 elements, 1 thread\n"), run.out());
    assertTrue(run.out().contains("vector kernels"), run.out());
  }

  @Test
  void aShapeThatAKernelRefusesIsSaidAndTheOthersRun() throws IOException {
    CommandRun run =
        kernels("--shape", "16x16", "--threads", "1", "--filter", "8 FLOAT$", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("16x16: not measured: DynamicQuantize mxfp8 FLOAT"), run.err());
    assertTrue(run.err().contains("DynamicQuantize.C6"), run.err());
    assertEquals("copy", JSON.readTree(run.out()).path(0).path("kernel").asText());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hugePagesAreAskedForAndReported() {
    CommandRun run =
        kernels(
            "--shape",
            "64x64",
            "--threads",
            "1",
            "--filter",
            "mxfp8 FLOAT$",
            "--huge-pages",
            "off");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("64x64, 4096 elements, 1 thread, huge pages off ("), run.out());
  }

  @Test
  void twoThreadsAreComparedWithOne() {
    CommandRun run =
        kernels("--shape", "64x64", "--threads", "1,2", "--filter", "mxfp8 FLOAT$", "-o", "md");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("over_1_thread"), run.out());
  }

  @Test
  void aModelIsMeasuredBesideTheCopy() throws IOException {
    Path model = Path.of("..", "examples", "vit-tiny-nvfp4", "model.onnx");
    CommandRun run = CommandRun.of("bench", model, "--rounds", "3", "--warm-up", "0", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode row = JSON.readTree(run.out()).path(0);
    assertEquals(3, row.path("rounds").asInt());
    assertTrue(row.path("min_ms").asDouble() > 0, run.out());
    assertTrue(row.path("median_ms").asDouble() >= row.path("min_ms").asDouble(), run.out());
    assertTrue(row.path("p95_ms").asDouble() >= row.path("median_ms").asDouble(), run.out());
    assertTrue(row.path("bytes").asLong() > 1000, run.out());
    assertEquals(
        row.path("gb_per_s").asDouble() / row.path("copy_gb_per_s").asDouble(),
        row.path("share_of_copy").asDouble(),
        1e-9);
    assertEquals("cpu, ort", row.path("backends").asText());
  }

  @Test
  void warmUpReportsFirstResultAndFullSpeed() throws IOException {
    CommandRun run =
        CommandRun.of("bench", "warmup", "--elements", "4096", "--seconds", "0.01", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode row = JSON.readTree(run.out()).path(0);
    assertEquals("nvfp4", row.path("recipe").asText());
    double parts =
        row.path("jvm_ms").asDouble()
            + row.path("open_ms").asDouble()
            + row.path("first_run_ms").asDouble();
    assertEquals(parts, row.path("first_result_ms").asDouble(), 1e-6);
    assertTrue(row.path("runs").asInt() >= row.path("runs_to_full_speed").asInt(), run.out());
    CommandRun unknown = CommandRun.of("bench", "warmup", "--kernel", "Softmax");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("DynamicQuantize nvfp4 FLOAT"), unknown.err());
  }

  @Test
  void benchAloneIsMisuse() {
    assertEquals(2, CommandRun.of("bench").exitCode());
    assertEquals(2, CommandRun.of("bench", "no-such.onnx").exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--filter=nothing-has-this",
        "--elements=0",
        "--elements=2^63",
        "--elements=many",
        "--size=64",
        "--shape=16",
        "--shape=4294967296x4294967296",
        "--threads=0",
        "--rounds=0",
        "--warm-up=-1",
        "--vector=sideways",
        "--huge-pages=perhaps"
      })
  void whatMakesNoSenseIsRefused(String option) {
    CommandRun run = CommandRun.of("bench", "kernels", option, "--shape=16x16", "--warm-up=0");
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().startsWith("error["), run.err());
  }
}
