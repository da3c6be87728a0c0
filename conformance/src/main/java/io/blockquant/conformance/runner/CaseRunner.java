package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.conformance.check.Verdict;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.verify.GraphVerifier;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Run cases on a backend through its SPI, with no planner between them.
 *
 * <p>Each case runs twice on one invocation, over memory with different contents and between guard
 * bytes: results must be the same to the last bit, and nothing else may change. Errors of the kit
 * are thrown; errors of the backend are outcomes.
 */
public final class CaseRunner {
  private static final byte[] FILLS = {(byte) 0xA5, 0x5A};

  private final Backend backend;

  /** Run on this backend; the caller closes it. */
  public CaseRunner(Backend backend) {
    this.backend = backend;
  }

  /** Run a case and judge it. */
  public Outcome run(ConformanceCase test) {
    Graph graph = new GraphVerifier(OpCatalog.registry()).verify(test.graph()).graph();
    try {
      Optional<String> declined = declined(graph);
      return declined.isPresent()
          ? new Outcome.NotClaimed(declined.get())
          : judge(findings(test, graph));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // It claimed the case: whatever stops it then is its failure, and stops no other case.
      return new Outcome.Failed(List.of("the backend failed: " + firstLine(e)));
    }
  }

  /** Return why the backend does not claim the graph; empty if it claims every node. */
  private Optional<String> declined(Graph graph) {
    for (Node node : graph.nodes()) {
      switch (backend.supports(graph, node)) {
        case Support.Native _ -> {}
        case Support.Unsupported unsupported -> {
          return Optional.of(node.op().displayName() + ": " + unsupported.reason());
        }
      }
    }
    return Optional.empty();
  }

  private static Outcome judge(List<String> findings) {
    return findings.isEmpty() ? new Outcome.Passed() : new Outcome.Failed(findings);
  }

  private List<String> findings(ConformanceCase test, Graph graph) {
    List<String> findings = new ArrayList<>();
    // Shared, as a backend may compute on threads of its own.
    try (Arena arena = Arena.ofShared();
        Executable executable = backend.compile(graph);
        Invocation invocation = executable.newInvocation()) {
      Map<String, Tensor> first = null;
      for (byte fill : FILLS) {
        GuardedContext context = new GuardedContext(graph, test.inputs(), fill, arena);
        invocation.run(context);
        context.trespasses().stream().filter(f -> !findings.contains(f)).forEach(findings::add);
        Map<String, Tensor> results = context.results();
        if (first == null) {
          first = copies(results, arena);
          check(test, results, findings);
        } else {
          compare(first, results, findings);
        }
      }
    }
    return findings;
  }

  private static void check(
      ConformanceCase test, Map<String, Tensor> results, List<String> findings) {
    for (Check check : test.checks()) {
      Tensor actual = results.get(check.output());
      if (actual == null) {
        findings.add("output '" + check.output() + "' was not given");
      } else if (check.judge(actual) instanceof Verdict.Rejected rejected) {
        findings.add(rejected.finding());
      }
    }
  }

  /** R9: the result depends on the inputs alone. */
  private static void compare(
      Map<String, Tensor> first, Map<String, Tensor> second, List<String> findings) {
    first.forEach((name, tensor) -> {
      Tensor again = second.get(name);
      if (again == null || !again.sameBits(tensor)) {
        findings.add(
            "output '"
                + name
                + "' differs in a second run: it depends on earlier calls, or"
                + " some of it is never written");
      }
    });
  }

  /** Memory that a backend delivers may change in its next run. */
  private static Map<String, Tensor> copies(Map<String, Tensor> results, Arena arena) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    results.forEach((name, tensor) -> copies.put(name, tensor.copy(arena)));
    return copies;
  }

  private static String firstLine(Throwable error) {
    return error.toString().lines().findFirst().orElse("no message");
  }
}
