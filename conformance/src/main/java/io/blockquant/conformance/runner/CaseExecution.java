package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Evidence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Run one case on a backend in this JVM, as its drill says, and keep what was answered. */
final class CaseExecution {
  private static final byte[] FILLS = {(byte) 0xA5, 0x5A};

  private final Backend backend;
  private final Graph graph;
  private final ConformanceCase test;
  private final List<Finding> trespasses = new ArrayList<>();

  CaseExecution(Backend backend, Graph graph, ConformanceCase test) {
    this.backend = backend;
    this.graph = graph;
    this.test = test;
  }

  /** Return what was done that should not have been, once it has run. */
  List<Finding> trespasses() {
    return List.copyOf(trespasses);
  }

  /** Run it and return the first answer, in memory that the garbage collector owns. */
  Evidence run() {
    Map<String, Tensor> first = Map.of();
    // Shared, as a backend may compute on threads of its own.
    try (Arena arena = Arena.ofShared();
        Executable executable = backend.compile(graph);
        Invocation invocation = executable.newInvocation()) {
      for (byte fill : FILLS) {
        GuardedContext context = new GuardedContext(graph, test.inputs(), fill, arena);
        invocation.run(context);
        context.trespasses().forEach(this::report);
        Map<String, Tensor> results = context.results();
        if (fill == FILLS[0]) {
          first = copies(results);
        } else {
          compare(first, results);
        }
      }
    }
    return new Evidence(test.inputs(), first);
  }

  private void report(String text) {
    Finding finding = Finding.of(text);
    if (!trespasses.contains(finding)) {
      trespasses.add(finding);
    }
  }

  /** R9: the result depends on the inputs alone. */
  private void compare(Map<String, Tensor> first, Map<String, Tensor> second) {
    first.forEach((name, tensor) -> {
      Tensor again = second.get(name);
      if (again == null || !again.sameBits(tensor)) {
        trespasses.add(
            Finding.about(
                name,
                "output '"
                    + name
                    + "' differs in a second run: it depends on earlier calls, or"
                    + " some of it is never written"));
      }
    });
  }

  /** Memory that a backend delivers may change in its next run. */
  private static Map<String, Tensor> copies(Map<String, Tensor> results) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    results.forEach((name, tensor) -> copies.put(name, tensor.copy(Arena.ofAuto())));
    return copies;
  }
}
