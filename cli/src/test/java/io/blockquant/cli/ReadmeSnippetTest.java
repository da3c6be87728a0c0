package io.blockquant.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.cli.compare.Comparison;
import io.blockquant.cli.compare.TensorComparator;
import io.blockquant.cli.compare.Tolerance;
import io.blockquant.conformance.cases.documented.Nvfp4Example;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.OnnxTensorFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the Java of README.md, so that the page and the code cannot part. */
class ReadmeSnippetTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)");

  @TempDir Path folder;

  @Test
  void everyJavaBlockIsRunByATestHere() throws IOException {
    assertEquals(List.of("Example", "Documented"), blocks().stream().map(this::className).toList());
  }

  @Test
  void theFirstBlockRunsTheExampleModel() throws Exception {
    Path example = REPOSITORY.resolve("examples/vit-tiny-nvfp4");
    Object outputs = call("Example", "run", new Class<?>[] {Path.class}, example);
    Tensor out = (Tensor) ((Map<?, ?>) outputs).get("out");
    Comparison comparison =
        TensorComparator.compare(
            OnnxTensorFile.read(example.resolve("output_0.pb")), out, Tolerance.beside(example));
    assertTrue(comparison.matches(), comparison.verdict());
  }

  @Test
  void theSecondBlockComputesTheDocumentedValues() throws Exception {
    Graph graph = (Graph) call("Documented", "graph", new Class<?>[0]);
    try (Session session = Session.builder(graph).backends("cpu").open()) {
      Tensor y = session.run(Nvfp4Example.inputs()).values().iterator().next();
      assertArrayEquals(TensorArrays.toFloats(Nvfp4Example.values()), TensorArrays.toFloats(y), 0f);
    }
  }

  private Object call(String className, String method, Class<?>[] types, Object... arguments)
      throws Exception {
    compile();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Method found = loader.loadClass(className).getDeclaredMethod(method, types);
      found.setAccessible(true);
      return found.invoke(null, arguments);
    }
  }

  private void compile() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-Werror", "-d", folder.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (String block : blocks()) {
      Path source = folder.resolve(className(block) + ".java");
      arguments.add(Files.writeString(source, block).toString());
    }
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    assertEquals(0, result, () -> "README.md has Java that does not compile:\n" + said);
  }

  private String className(String block) {
    return CLASS.matcher(block).results().map(match -> match.group(1)).findFirst().orElseThrow();
  }

  private static List<String> blocks() throws IOException {
    String readme = Files.readString(REPOSITORY.resolve("README.md"));
    return JAVA_BLOCK.matcher(readme).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
