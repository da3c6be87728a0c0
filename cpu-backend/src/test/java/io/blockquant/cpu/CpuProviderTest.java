package io.blockquant.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantize;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.testing.ProbeMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the backend says of itself. */
final class CpuProviderTest {

  private final CpuProvider provider = new CpuProvider();

  private static boolean hasVectorApi() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  @Test
  void itIsFoundAndRanked() {
    Backends.Entry entry =
        Backends.discover().stream().filter(e -> e.id().equals("cpu")).findFirst().orElseThrow();
    assertTrue(entry.isAvailable());
    assertEquals(20, entry.rank());
  }

  @Test
  @Tag("vector")
  @Tag("no-vector-api")
  void theProbeNamesCoresAndVectors() {
    Availability.Available available =
        assertInstanceOf(Availability.Available.class, provider.probe());
    String details = available.devices().getFirst().details();
    int cores = Runtime.getRuntime().availableProcessors();
    String forced = System.getProperty("blockquant.cpu.vectorBits");
    if (!hasVectorApi()) {
      assertEquals(
          cores
              + " cores, vector kernels: off - the module jdk.incubator.vector is absent;"
              + " add --add-modules jdk.incubator.vector",
          details);
    } else if (forced != null) {
      assertEquals(cores + " cores, vector kernels: " + forced + " bits", details);
    } else {
      assertTrue(details.matches(cores + " cores, vector kernels: (128|256|512) bits"), details);
    }
  }

  @Test
  @Tag("no-vector-api")
  void withoutTheVectorApiTheScalarTwinsRun() {
    try (Backend backend = provider.open(BackendOptions.defaults())) {
      Support support = nvfp4(backend, 16);
      String kernel = assertInstanceOf(Support.Native.class, support).kernel();
      if (hasVectorApi()) {
        assertTrue(
            kernel.matches(
                "dynamicquantize/vector\\d+ \\(not dynamicquantize/scalar: rank 100 comes after"
                    + " 10\\)"),
            kernel);
      } else {
        assertEquals("dynamicquantize/scalar", kernel);
      }
    }
  }

  @Test
  void withoutNativeAccessTheScalarTwinsRun(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor());
    String found = Files.readString(output, StandardCharsets.UTF_8);
    assertTrue(
        found.contains(
            "vector kernels: off - the JVM denies native access; add"
                + " --enable-native-access=io.blockquant.cpu, or =ALL-UNNAMED on a class path"),
        found);
  }

  @Test
  void aLegalButUnsupportedLayoutSaysWhyTheVectorTwinDeclined() {
    if (!hasVectorApi()) {
      return;
    }
    try (Backend backend = provider.open(BackendOptions.defaults())) {
      GraphBuilder builder = Graph.builder("g");
      builder
          .add(
              DynamicQuantize.dynamicQuantize(
                  builder.input("x", ElementType.FLOAT, Shape.of(8, 8, 8)),
                  new long[] {4, 3, 2},
                  ElementType.FLOAT8E4M3FN,
                  ElementType.FLOAT))
          .forEach(builder::output);
      Graph graph = builder.build();
      Support support = backend.supports(graph, graph.nodes().getFirst());
      String kernel = assertInstanceOf(Support.Native.class, support).kernel();
      assertTrue(kernel.startsWith("dynamicquantize/scalar (not dynamicquantize/vector"), kernel);
      assertTrue(
          kernel.contains("blocks extend along three axes: [8, 8, 8] in blocks of [4, 3, 2]"),
          kernel);
    }
  }

  @Test
  void whatIsNotSupportedIsAnAnswer() {
    try (Backend backend = provider.open(BackendOptions.defaults())) {
      GraphBuilder builder = Graph.builder("g");
      NodeSpec relu =
          NodeSpec.of(
              new OpId("ai.onnx", "Relu", 21),
              1,
              Attributes.NONE,
              builder.input("x", ElementType.FLOAT, Shape.of(1)));
      builder.output(builder.add(relu).get(0));
      Graph graph = builder.build();
      Support support = backend.supports(graph, graph.nodes().getFirst());
      String reason = assertInstanceOf(Support.Unsupported.class, support).reason();
      assertTrue(reason.contains("Relu-21 is not one"), reason);
      String broken = assertInstanceOf(Support.Unsupported.class, nvfp4(backend, 8)).reason();
      assertTrue(broken.contains("DynamicQuantize.C5"), broken);
    }
  }

  @Test
  void shapesThatTheRunBringsLeaveTheChoiceOpen() {
    try (Backend backend = provider.open(new BackendOptions(1, Map.of("vector", "off")))) {
      Function<GraphBuilder, NodeSpec> spec =
          b ->
              Quantize.quantize(
                  b.input("x", ElementType.FLOAT, Dim.symbol("N")),
                  b.constant("s", Tensor.scalar(1f)),
                  ElementType.INT8);
      GraphBuilder builder = Graph.builder("g");
      builder.output(builder.add(spec.apply(builder)).get(0));
      Graph graph = builder.build();
      Support support = backend.supports(graph, graph.nodes().getFirst());
      assertEquals(
          "quantize/scalar, as the shapes of a run allow",
          assertInstanceOf(Support.Native.class, support).kernel());
    }
  }

  @Test
  void anIllegalSettingIsRefusedWithWords() {
    BlockquantException e =
        assertThrows(
            BlockquantException.class,
            () -> provider.open(new BackendOptions(1, Map.of("vector", "fast"))));
    assertEquals("Backend.Setting", e.diagnostics().getFirst().code());
    assertTrue(e.getMessage().contains("vector must be auto or off, found 'fast'"));
  }

  private static Support nvfp4(Backend backend, long block) {
    GraphBuilder builder = Graph.builder("g");
    builder
        .add(
            DynamicQuantize.dynamicQuantize(
                builder.input("x", ElementType.FLOAT, Shape.of(2, 32)),
                DynamicQuantize.axis(1),
                DynamicQuantize.blockSize(block),
                ElementType.FLOAT4E2M1,
                ElementType.FLOAT8E4M3FN))
        .forEach(builder::output);
    Graph graph = builder.build();
    return backend.supports(graph, graph.nodes().getFirst());
  }
}
