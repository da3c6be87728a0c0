package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.Refusal;
import io.blockquant.conformance.check.Evidence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.verify.GraphVerifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Run cases on a backend through its SPI, with no planner between them.
 *
 * <p>Each case runs at least twice, over memory with different contents and between guard bytes:
 * results must be the same to the last bit, and nothing else may change. Errors of the kit are
 * thrown; errors of the backend are outcomes.
 */
public final class CaseRunner {

  private final Backend backend;
  private final GraphVerifier verifier = new GraphVerifier(OpCatalog.registry());

  /** Run on this backend; the caller closes it. */
  public CaseRunner(Backend backend) {
    this.backend = backend;
  }

  /** Run a case and judge it. */
  public Outcome run(ConformanceCase test) {
    return answer(test).outcome();
  }

  /** Run a case, judge it, and keep what the backend answered. */
  public CaseResult answer(ConformanceCase test) {
    long start = System.nanoTime();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Outcome outcome =
        test.refusal().isPresent()
            ? refused(test, test.refusal().get())
            : computed(test, verifier.verify(test.graph()).graph(), outputs);
    return new CaseResult(test, outcome, outputs, (System.nanoTime() - start) * 1e-9);
  }

  private Outcome computed(ConformanceCase test, Graph graph, Map<String, Tensor> outputs) {
    try {
      Optional<String> declined = declined(graph);
      if (declined.isPresent()) {
        return new Outcome.NotClaimed(declined.get(), "");
      }
      CaseExecution execution = new CaseExecution(backend, graph, test);
      Evidence evidence = execution.run();
      outputs.putAll(evidence.outputs());
      return Judgement.of(test, evidence, execution.trespasses());
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // It claimed the case: whatever stops it then is its failure, and stops no other case.
      return Outcome.failed(Finding.of("the backend failed: " + firstLine(e)));
    }
  }

  /**
   * In the JVM the verifier stands before every backend, as it does in a session: a graph that it
   * refuses under the label never reaches the backend; one that it lets pass must be refused there.
   */
  private Outcome refused(ConformanceCase test, Refusal refusal) {
    Optional<String> declined = declined(verifier.verify(refusal.twin()).graph());
    if (declined.isPresent()) {
      return new Outcome.NotClaimed(declined.get(), "");
    }
    try {
      Graph graph = verifier.verify(test.graph()).graph();
      if (declined(graph).isEmpty()) {
        new CaseExecution(backend, graph, test).run();
        return Outcome.failed(
            Finding.of("computed a result for what breaks " + test.rule() + ": " + test.text()));
      }
      return Outcome.PASSED;
    } catch (BlockquantException e) {
      return names(e, test.rule())
          ? Outcome.PASSED
          : Outcome.failed(
              Finding.of("refused, but not under " + test.rule() + ": " + firstLine(e)));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      return Outcome.failed(Finding.of("failed instead of refusing: " + firstLine(e)));
    }
  }

  private static boolean names(BlockquantException refusal, String code) {
    return refusal.diagnostics().stream().anyMatch(d -> d.isError() && d.code().equals(code));
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

  private static String firstLine(Throwable error) {
    return error.toString().lines().findFirst().orElse("no message");
  }
}
