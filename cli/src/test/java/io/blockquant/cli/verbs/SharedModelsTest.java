package io.blockquant.cli.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as real tools export them, where they are at hand. */
class SharedModelsTest {

  /** What the message about each invalid model must mention. */
  private static final Map<String, List<String>> MENTIONS =
      Map.ofEntries(
          Map.entry("mxfp8_not_divisible", List.of("mx_node", "48", "32")),
          Map.entry("fp4_g_negative", List.of("dynq_node", "positive", "-1.0")),
          Map.entry("fp4_g_nan", List.of("dynq_node", "positive", "NaN")),
          Map.entry("fp4_wrong_scale_type", List.of("dynq_node", "FLOAT8E4M3FN (17)", "1 (FLOAT)")),
          Map.entry("dq2d_block_shape_zero", List.of("dq2d_node", "block_shape", "entry 0", "-1")),
          Map.entry("dq2d_output_type_int32", List.of("dq2d_node", "6 (INT32)", "FLOAT8E4M3FN")),
          Map.entry("unknown_op", List.of("mystery", "unknown operator trt::TRT_FP2Quantize")),
          Map.entry("cyclic_graph", List.of("cycle", "n1, n2", "b is used before")),
          Map.entry("truncated_file", List.of("byte 23", "graph")),
          Map.entry("not_protobuf", List.of("ModelProto")),
          Map.entry("empty_file", List.of("empty", "not an ONNX model")),
          Map.entry("external_path_escape", List.of("'w'", "../../etc/passwd", "leaves")),
          Map.entry("external_missing_file", List.of("'w'", "absent.bin", "not found")),
          Map.entry("external_negative_offset", List.of("'w'", "offset", "-8")),
          Map.entry("huge_dims_initializer", List.of("'w'", "[2147483648, 2147483648]", "16")),
          Map.entry("huge_dims_overflow_to_small", List.of("'w'", "overflows 64 bits")),
          Map.entry("negative_dim_initializer", List.of("'w'", "dimension 0", "-4")),
          Map.entry("huge_shape_runtime", List.of("cos", "limit")),
          Map.entry("initializer_without_data", List.of("'w'", "FLOAT [4]", "16 bytes", "no data")),
          Map.entry("raw_data_wrong_length", List.of("'w'", "FLOAT [4]", "16 bytes", "15")),
          Map.entry("fp4_raw_data_wrong_length", List.of("'w'", "FLOAT4E2M1 [3, 5]", "8", "7")),
          Map.entry("unknown_element_type", List.of("'w'", "unknown element type 99")),
          Map.entry("duplicate_output_names", List.of("y", "n1", "n2")),
          Map.entry("duplicate_initializer_names", List.of("initializer name w occurs twice")),
          Map.entry("q_scale_zero_constant", List.of("q8", "positive", "0.0")));

  static List<String> invalidModels() {
    return MENTIONS.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("invalidModels")
  void everyInvalidModelIsRefusedAtOnceWithTheFacts(String name) {
    Path folder = SharedModels.folder("models/invalid").resolve(name);
    SharedModels.assumeBackends("ort", "cpu");
    CommandRun run =
        Assertions.assertTimeout(
            Duration.ofSeconds(2), () -> CommandRun.of("test", folder, "--verbose"));
    assertTrue(run.out().startsWith("FAIL " + name + ": "), run.out());
    assertEquals(1, run.exitCode());
    for (String fact : MENTIONS.get(name)) {
      assertTrue(run.err().contains(fact), "no '" + fact + "' in:\n" + run.err());
    }
    assertFalse(run.err().contains("Exception"), run.err());
  }

  /** What fails and why; a case that passes by now has to go from here. */
  private static final Map<String, String> KNOWN_FAILURES =
      Map.of(
          "ort/ort_vit_int16act_qdq",
          "ONNX Runtime 1.29 alone gives our bits; the expected ones are those of 1.30");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "external",
        "float",
        "modelopt",
        "modelopt_example",
        "modelopt_onnx",
        "ort",
        "single"
      })
  void everyValidModelPassesButTheKnownFailures(String group) {
    Path folder = SharedModels.folder("models").resolve(group);
    SharedModels.assumeBackends("ort", "cpu");
    CommandRun run = CommandRun.of("test", folder);
    Set<String> others = new TreeSet<>();
    run.out()
        .lines()
        .filter(line -> line.matches("(FAIL|SKIP|UNSUPPORTED) .*"))
        .forEach(line -> others.add(group + "/" + line.split("[ :]")[1]));
    Set<String> known = new TreeSet<>(KNOWN_FAILURES.keySet());
    known.removeIf(name -> !name.startsWith(group + "/"));
    assertEquals(known, others, run.out());
    assertTrue(run.out().lines().filter(line -> line.startsWith("PASS ")).count() > 1, run.out());
  }

  /** What a pass rewrites computes the same as what it was. */
  @ParameterizedTest
  @ValueSource(strings = {"external", "modelopt", "modelopt_onnx", "single"})
  void everyValidModelPassesWithoutThePassesToo(String group) {
    Path folder = SharedModels.folder("models").resolve(group);
    SharedModels.assumeBackends("ort", "cpu");
    CommandRun run = CommandRun.of("test", folder, "--passes", "off");
    assertEquals(0, run.exitCode(), run.out());
    assertTrue(run.out().lines().filter(line -> line.startsWith("PASS ")).count() > 1, run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void everySingleOperatorPassesOnEachBackendAlone(String backend) {
    Path folder = SharedModels.folder("models/single");
    SharedModels.assumeBackends(backend);
    CommandRun run = CommandRun.of("test", folder, "--backend", backend);
    assertEquals("41 passed, 0 failed, 0 skipped", run.lastLine(), run.out());
  }

  @Test
  void theExamplesDoWhatTheirPagesSay() {
    SharedModels.assumeBackends("ort", "cpu");
    Path vit = SharedModels.example("vit-tiny-nvfp4");
    CommandRun run =
        CommandRun.of(
            "run",
            vit.resolve("model.onnx"),
            "--input",
            "x=" + vit.resolve("input_0.pb"),
            "--expect",
            "out=" + vit.resolve("output_0.pb"));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    CommandRun test = CommandRun.of("test", SharedModels.example("digits-mlp-mxfp8"));
    assertEquals("1 passed, 0 failed, 0 skipped", test.lastLine(), test.out());
  }
}
