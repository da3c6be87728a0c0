package io.blockquant.cli.verbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.cli.npy.NpyReader;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantize;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path folder;
  private ExampleFiles files;

  @BeforeEach
  void makeFiles() {
    files = new ExampleFiles(folder);
  }

  @Test
  void printsEachOutputAndWritesItsCodes() {
    Path out = folder.resolve("out");
    CommandRun run =
        run(
            files.model(Nvfp4Example.DATA),
            "--input",
            "input=" + files.input(),
            "--output-dir",
            out);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("NAME     TYPE        SHAPE"), run.out());
    assertTrue(run.out().contains("data_f4  FLOAT4E2M1  [2, 32]"), run.out());
    Tensor codes = NpyReader.read(out.resolve("data_f4.npy"));
    assertEquals(Shape.of(2, 32), codes.shape());
    assertArrayEquals(TensorArrays.toCodes(Nvfp4Example.data()), TensorArrays.toCodes(codes));
  }

  @Test
  void expectedOutputsAreComparedByTheToleranceGiven() {
    Path model = files.model(Nvfp4Example.VALUES);
    Tensor near = Nvfp4Example.values().copy(Arena.ofAuto());
    Elements.setValue(near, 5, Elements.value(near, 5) + 0.25);
    String input = "input=" + files.pb("x.pb", Nvfp4Example.inputs().get("input"));
    String expect = "data_dq=" + files.npy("y.npy", near);
    CommandRun strict = run(model, "--input", input, "--expect", expect);
    assertEquals(1, strict.exitCode());
    assertTrue(strict.out().contains("1 of 64 elements differ"), strict.out());
    CommandRun loose = run(model, "--input", input, "--expect", expect, "--atol", "0.25");
    assertEquals(0, loose.exitCode(), loose.out());
    assertTrue(loose.out().contains("ok"), loose.out());
  }

  @Test
  void expectedOutputsAreComparedByMetaJsonOfTheModel() throws IOException {
    Path model = files.model(Nvfp4Example.VALUES);
    String input = "input=" + files.input();
    String expect = "data_dq=" + files.pb("y.pb", Nvfp4Example.printed());
    assertEquals(1, run(model, "--input", input, "--expect", expect).exitCode());
    Files.writeString(folder.resolve("meta.json"), "{\"atol\": 0.0051}");
    assertEquals(0, run(model, "--input", input, "--expect", expect).exitCode());
    Files.writeString(folder.resolve("meta.json"), "{\"atol\": 0.0051, \"mean_atol\": 1e-9}");
    assertEquals(1, run(model, "--input", input, "--expect", expect).exitCode());
  }

  @Test
  void expectedCodesCompareByBits() {
    Path model = files.model(Nvfp4Example.DATA);
    String input = "input=" + files.input();
    Path right = files.npy("right.npy", Nvfp4Example.data());
    Tensor wrong = Nvfp4Example.data();
    Elements.setCode(wrong, 63, 6);
    Path other = files.npy("wrong.npy", wrong);
    assertEquals(0, run(model, "--input", input, "--expect", "data_f4=" + right).exitCode());
    CommandRun run = run(model, "--input", input, "--expect", "data_f4=" + other, "--atol", "9");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("first at element 63: expected 0x6 (4.0), found 0x7 (6.0)"));
  }

  @Test
  void withoutInputsItSaysWhichThereAreAndHow() {
    CommandRun run = run(files.model(Nvfp4Example.VALUES));
    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("input: FLOAT [2, 32]"), run.err());
    assertTrue(run.err().contains("--input input=input.npy"), run.err());
    assertTrue(run.err().contains("--random --seed 0"), run.err());
  }

  @Test
  void equalSeedsGiveEqualBitsAndOthersDoNot() throws IOException {
    Path model = files.model(Nvfp4Example.DATA);
    byte[][] written = new byte[3][];
    int[] seeds = {7, 7, 8};
    for (int i = 0; i < 3; i++) {
      Path out = folder.resolve("out" + i);
      assertEquals(0, run(model, "--random", "--seed", seeds[i], "--output-dir", out).exitCode());
      written[i] = Files.readAllBytes(out.resolve("data_f4.npy"));
    }
    assertArrayEquals(written[0], written[1]);
    assertFalse(Arrays.equals(written[0], written[2]));
  }

  @Test
  void jsonIsNothingButJson() throws IOException {
    CommandRun run = run(files.model(Nvfp4Example.VALUES), "--random", "-o", "json");
    JsonNode outputs = new ObjectMapper().readTree(run.out());
    assertEquals("data_dq", outputs.path(0).path("name").asText());
    assertEquals("[2, 32]", outputs.path(0).path("shape").asText());
    assertTrue(outputs.path(0).path("mean").isNumber());
  }

  @Test
  void wrongNamesAndFilesAreUsageErrorsThatSayWhatIsRight() {
    Path model = files.model(Nvfp4Example.VALUES);
    assertError(run(model, "--input", "y=" + files.input()), 2, "Cli.UnknownInput", "[input]");
    assertError(run(model, "--random", "--expect", "z=q.npy"), 2, "Cli.UnknownOutput", "data_dq");
    assertError(run(model, "--input", "input=no.npy"), 2, "Cli.File", "no such file");
    assertError(run(model, "--input", "input=" + model), 2, "Cli.TensorFormat", ".npy or .pb");
    assertError(run(folder), 2, "Cli.File", "a folder");
    Path ints = files.npy("i.npy", Tensor.ofLongs(Shape.of(2, 32), new long[64]));
    assertError(run(model, "--input", "input=" + ints), 2, "Cli.InputType", "FLOAT");
    Path small = files.npy("s.npy", Tensor.ofFloats(Shape.of(1), 1));
    assertError(run(model, "--input", "input=" + small), 1, "Session.InputShape", "[2, 32]");
  }

  @Test
  void aMissingBackendIsTheEnvironment() {
    Path model = files.model(Nvfp4Example.VALUES);
    CommandRun run = CommandRun.of("run", model, "--random", "--backend", "bogus");
    assertError(run, 3, "Session.BackendUnavailable", "bogus");
  }

  @Test
  void aStackTraceComesOnlyOnDemand() {
    Path model = files.model(Nvfp4Example.VALUES);
    assertFalse(run(model, "--input", "y=y.npy").err().contains("\tat "));
    assertTrue(run(model, "--input", "y=y.npy", "--debug").err().contains("\tat "));
  }

  @Test
  void outputNamesCannotLeaveTheFolder() throws IOException {
    var network = Graph.builder("g");
    var x = network.input("x", ElementType.FLOAT, Shape.of(1, 32));
    var nodes =
        network.add(
            "n",
            DynamicQuantize.dynamicQuantize(
                x, new long[] {1, -1}, ElementType.FLOAT8E4M3FN, ElementType.FLOAT),
            List.of("../../a", "_____A"));
    Path model = folder.resolve("m.onnx");
    OnnxWriter.write(network.output(nodes.get(0)).output(nodes.get(1)).build(), model);
    Path out = folder.resolve("deep").resolve("out");
    CommandRun run = run(model, "--random", "--output-dir", out);
    assertEquals(0, run.exitCode(), run.err());
    try (var written = Files.list(out)) {
      assertEquals(2, written.count());
    }
    try (var beside = Files.list(folder.resolve("deep"))) {
      assertEquals(1, beside.count());
    }
  }

  private static CommandRun run(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "run";
    all[1] = "--backend";
    all[2] = "reference";
    System.arraycopy(words, 0, all, 3, words.length);
    return CommandRun.of(all);
  }

  private static void assertError(CommandRun run, int exitCode, String code, String fact) {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().startsWith("error[" + code + "]"), run.err());
    assertTrue(run.err().contains(fact), run.err());
    assertEquals("", run.out());
  }
}
