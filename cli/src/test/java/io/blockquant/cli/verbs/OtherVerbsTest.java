package io.blockquant.cli.verbs;

import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.cli.Main;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherVerbsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir Path folder;

  @Test
  void theVerbsOfThisReleaseAndNoOthers() {
    Set<String> verbs = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
    assertEquals(Set.of("bench", "check", "conform", "devices", "inspect", "run", "test"), verbs);
    CommandRun run = CommandRun.of("quantize");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("error[Cli.Usage]"), run.err());
    assertEquals(2, CommandRun.of().exitCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "test",
        "inspect",
        "check",
        "bench",
        "bench kernels",
        "bench warmup",
        "devices",
        "conform run",
        "conform list"
      })
  void helpShowsExamplesAndExitCodes(String verb) {
    CommandRun run = CommandRun.of((Object[]) (verb + " --help").split(" "));
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Examples:"), run.out());
    assertTrue(run.out().contains("blockquant " + verb), run.out());
    assertTrue(run.out().contains("Exit codes:"), run.out());
  }

  @Test
  void inspectShowsThePlan() throws IOException {
    Path model = new ExampleFiles(folder).model(Nvfp4Example.VALUES);
    CommandRun run = CommandRun.of("inspect", model, "--backend", "reference", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode tables = JSON.readTree(run.out());
    assertEquals(3, tables.path("nodes").size());
    assertEquals("reference", tables.path("nodes").path(0).path("backend").asText());
    assertEquals(1, tables.path("regions").size());
    assertEquals(3, tables.path("quantizing_nodes").size());
    assertEquals("input", tables.path("inputs_and_outputs").path(0).path("name").asText());
  }

  /** 128 codes of 4 bits, 8 scales of 8 and one g of 32: 608 bits for 128 weights. */
  @Test
  void inspectCountsTheBitsOfAWeightWithItsScales() throws IOException {
    var network = Graph.builder("weights");
    var q = network.constant("w", Tensor.allocate(FLOAT4E2M1, Shape.of(4, 32)));
    int[] ones = {0x38, 0x38, 0x38, 0x38, 0x38, 0x38, 0x38, 0x38};
    var s8 = network.constant("s8", TensorArrays.ofCodes(FLOAT8E4M3FN, Shape.of(4, 2), ones));
    var g = network.constant("g", Tensor.ofFloats(Shape.of(1), 1));
    var s = network.add(dequantize(s8, g)).getFirst();
    var w = network.add(dequantize(q, s).with("axis", -1).with("block_size", 16)).getFirst();
    Path model = folder.resolve("w.onnx");
    OnnxWriter.write(network.output(w).build(), model);
    CommandRun run = CommandRun.of("inspect", model, "--backend", "reference", "-o", "json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode weight = JSON.readTree(run.out()).path("memory_per_tensor").path(0);
    assertEquals("w", weight.path("tensor").asText());
    assertEquals("nvfp4", weight.path("format").asText());
    assertEquals("16 on axis 1", weight.path("blocks").asText());
    assertEquals(64, weight.path("bytes").asLong());
    assertEquals(608 / 128.0, weight.path("bits_per_weight").asDouble());
  }

  @Test
  void checkReportsEveryProblemAndPassesWithoutOne() throws IOException {
    Path model = new ExampleFiles(folder).model(Nvfp4Example.VALUES);
    CommandRun fine = CommandRun.of("check", model, "--backend", "reference");
    assertEquals(0, fine.exitCode(), fine.out());
    assertTrue(fine.lastLine().contains("0 errors"), fine.out());
    Path text = Files.writeString(folder.resolve("text.onnx"), "hello");
    CommandRun broken = CommandRun.of("check", text, "--backend", "reference");
    assertEquals(1, broken.exitCode());
    assertTrue(broken.out().startsWith("error[Onnx."), broken.out());
    assertFalse(broken.out().contains("\tat "));
    CommandRun json = CommandRun.of("check", text, "--backend", "reference", "-o", "json");
    assertEquals("error", JSON.readTree(json.out()).path(0).path("severity").asText());
    assertEquals(2, CommandRun.of("check", folder.resolve("none.onnx")).exitCode());
  }

  @Test
  void devicesListsTheReference() throws IOException {
    CommandRun run = CommandRun.of("devices", "-o", "json");
    assertEquals(0, run.exitCode());
    boolean found = false;
    for (JsonNode row : JSON.readTree(run.out())) {
      found |= row.path("backend").asText().equals("reference");
      boolean usable = row.path("status").asText().equals("available");
      assertTrue(usable || !row.path("remedy").asText().isEmpty(), row.toString());
    }
    assertTrue(found, run.out());
  }

  @Test
  void everyTableFormatHasAllRows() {
    assertEquals(33, CommandRun.of("conform", "list").out().lines().count());
    assertEquals(34, CommandRun.of("conform", "list", "-o", "md").out().lines().count());
    assertEquals(33, CommandRun.of("conform", "list", "-o", "csv").out().lines().count());
  }

  @Test
  void conformRunsWritesItsLogAndCounts() throws IOException {
    Path out = folder.resolve("report");
    CommandRun run =
        CommandRun.of(
            "conform", "run", "inproc:reference", "--profile", "documented", "--out", out);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("12 passed, 0 failed, 0 skipped", run.lastLine());
    assertEquals(13, run.out().lines().count());
    assertEquals(26, Files.readAllLines(out.resolve("events.jsonl")).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"exec:harness", "tcp://host:1", "lib:x.so", "image:x", "inproc:none", "reference"})
  void connectionsThatThereAreNotAreMisuse(String connection) {
    CommandRun run = CommandRun.of("conform", "run", connection);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().startsWith("error[Cli.Connection]"), run.err());
  }

  @Test
  void conformRefusesAnEmptySelection() {
    assertEquals(2, CommandRun.of("conform", "list", "--profile", "none").exitCode());
    assertEquals(2, CommandRun.of("conform", "list", "--include", "^none$").exitCode());
  }
}
