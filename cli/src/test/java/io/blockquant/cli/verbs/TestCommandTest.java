package io.blockquant.cli.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxTensorFile;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
  @TempDir Path folder;
  private ExampleFiles files;

  @BeforeEach
  void makeFiles() {
    files = new ExampleFiles(folder);
  }

  @Test
  void oneLinePerCaseInTheOrderOfTheirNames() throws IOException {
    files.testCase("b/right", Nvfp4Example.values());
    files.testCase("a/wrong", Nvfp4Example.printed());
    Files.delete(
        files.testCase("c/blind", Nvfp4Example.values()).resolve("test_data_set_0/output_0.pb"));
    unsupported("d/add");
    CommandRun run = test();
    List<String> lines = run.out().lines().toList();
    assertEquals(5, lines.size(), run.out());
    assertTrue(lines.get(0).startsWith("FAIL a/wrong: test_data_set_0: output 'data_dq': "));
    assertTrue(lines.get(1).startsWith("PASS b/right: "));
    assertTrue(lines.get(2).startsWith("SKIP c/blind: "));
    assertTrue(lines.get(3).startsWith("UNSUPPORTED d/add: Plan.Unsupported: "), lines.get(3));
    assertEquals("1 passed, 1 failed, 2 skipped", lines.get(4));
    assertEquals(1, run.exitCode());
    assertTrue(
        run.err().contains("blockquant test " + folder.resolve("a/wrong") + " --backend reference"),
        run.err());
  }

  @Test
  void metaJsonAndOptionsReplaceTheTolerance() throws IOException {
    Path near = files.testCase("near", Nvfp4Example.printed());
    assertEquals(1, test().exitCode());
    Files.writeString(near.resolve("meta.json"), "{\"atol\": 0.0051}");
    assertEquals(0, test().exitCode());
    Files.writeString(near.resolve("meta.json"), "{\"exact\": true, \"atol\": 0.0051}");
    assertEquals(1, test().exitCode());
    assertEquals(0, test("--atol", "0.0051").exitCode());
    assertEquals(1, test("--atol", "0.0001").exitCode());
    Files.writeString(near.resolve("meta.json"), "{\"atol\": \"much\"}");
    assertTrue(test().out().startsWith("FAIL near: Cli.MetaJson"));
  }

  @Test
  void everyKindOfWrongDataSetFails() throws IOException {
    Path type = files.testCase("type", Nvfp4Example.scales());
    Path extra = files.testCase("extra-output", Nvfp4Example.values());
    OnnxTensorFile.write(extra.resolve("test_data_set_0/output_1.pb"), Nvfp4Example.values());
    Path lacks = files.testCase("no-input", Nvfp4Example.values());
    Files.delete(lacks.resolve("test_data_set_0/input_0.pb"));
    Path more = files.testCase("more-inputs", Nvfp4Example.values());
    OnnxTensorFile.write(more.resolve("test_data_set_0/input_1.pb"), Tensor.scalar(1));
    Path broken = files.testCase("no-tensor", Nvfp4Example.values());
    Files.writeString(broken.resolve("test_data_set_0/output_0.pb"), "no protobuf");
    CommandRun run = test();
    assertEquals(
        5,
        run.out().lines().filter(line -> line.startsWith("FAIL ")).count()
            + run.out().lines().filter(line -> line.startsWith("UNSUPPORTED no-tensor")).count(),
        run.out());
    assertTrue(run.out().contains("FAIL type: "), run.out());
    assertTrue(run.out().contains("Session.MissingInput"), run.out());
    assertEquals(type.getFileName().toString(), "type");
  }

  @Test
  void includeChoosesByNameAndAnEmptyChoiceIsMisuse() throws IOException {
    files.testCase("one", Nvfp4Example.values());
    files.testCase("two", Nvfp4Example.values());
    assertEquals("1 passed, 0 failed, 0 skipped", test("--include", "^t").lastLine());
    CommandRun none = test("--include", "three");
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("2 found, none chosen"), none.err());
    assertEquals(2, CommandRun.of("test", folder.resolve("none")).exitCode());
    assertEquals(2, CommandRun.of("test").exitCode());
  }

  @Test
  void aCaseItselfMayBeNamed() throws IOException {
    Path one = files.testCase("one", Nvfp4Example.values());
    CommandRun run = CommandRun.of("test", one, "--backend", "reference");
    assertTrue(run.out().startsWith("PASS one: "), run.out());
  }

  @Test
  void aMissingBackendStopsBeforeTheFirstCase() throws IOException {
    files.testCase("one", Nvfp4Example.values());
    CommandRun run = CommandRun.of("test", folder, "--backend", "bogus");
    assertEquals(3, run.exitCode());
    assertEquals("", run.out());
  }

  @Test
  void jsonIsNothingButJson() throws IOException {
    files.testCase("one", Nvfp4Example.values());
    var cases = new ObjectMapper().readTree(test("-o", "json").out());
    assertEquals("PASS", cases.path(0).path("status").asText());
    assertEquals(1, cases.size());
  }

  /** Neither outcome of a case without data depends on the backend: the file is what is wrong. */
  @Test
  void aModelThatIsNoneFails() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("text")).resolve("model.onnx"), "hello");
    Files.createFile(Files.createDirectories(folder.resolve("empty")).resolve("model.onnx"));
    CommandRun run = test();
    assertEquals("0 passed, 2 failed, 0 skipped", run.lastLine());
    assertTrue(run.out().startsWith("FAIL empty: Onnx.EmptyFile"), run.out());
  }

  private void unsupported(String name) throws IOException {
    var network = Graph.builder("add");
    var x = network.input("x", ElementType.FLOAT, Shape.of(1));
    var y = network.add(NodeSpec.of(new OpId(OpId.ONNX, "Add", 25), 1, Attributes.NONE, x, x));
    Path file = Files.createDirectories(folder.resolve(name)).resolve("model.onnx");
    OnnxWriter.write(network.output(y.getFirst()).build(), file);
  }

  private CommandRun test(String... more) {
    Object[] all = new Object[more.length + 4];
    System.arraycopy(new Object[] {"test", folder, "--backend", "reference"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return CommandRun.of(all);
  }
}
