package io.blockquant.conformance.connection.inproc;

import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.connection.Answer;
import io.blockquant.conformance.connection.OtherInputs;
import io.blockquant.conformance.connection.Request;
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
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Run one request as its drill says, and keep what was answered. */
final class Execution {
  private final Backend backend;
  private final Graph graph;
  private final Request request;
  private final List<Finding> trespasses = new ArrayList<>();

  Execution(Backend backend, Graph graph, Request request) {
    this.backend = backend;
    this.graph = graph;
    this.request = request;
  }

  Answer run() {
    // Shared, as a backend may compute on threads of its own.
    try (Arena arena = Arena.ofShared();
        Executable executable = backend.compile(graph)) {
      Map<String, Tensor> first =
          switch (request.drill()) {
            case TWICE -> inTurn(executable, List.of(), arena);
            case AFTER_OTHER_CALLS ->
                inTurn(executable, OtherInputs.of(graph, request.inputs()), arena);
            case TWO_THREADS -> atOnce(executable, arena);
          };
      return new Answer.Computed(first, trespasses);
    }
  }

  private Map<String, Tensor> inTurn(
      Executable executable, List<Map<String, Tensor>> between, Arena arena) {
    try (Invocation invocation = executable.newInvocation()) {
      Map<String, Tensor> first =
          copies(run(invocation, request.inputs(), Request.FILLS.get(0), arena));
      // Their results are not judged; only what they leave behind in the backend matters.
      between.forEach(inputs -> run(invocation, inputs, Request.FILLS.get(0), arena));
      compare(first, run(invocation, request.inputs(), Request.FILLS.get(1), arena));
      return first;
    }
  }

  private Map<String, Tensor> atOnce(Executable executable, Arena arena) {
    List<FutureTask<Map<String, Tensor>>> tasks = new ArrayList<>();
    for (byte fill : Request.FILLS) {
      FutureTask<Map<String, Tensor>> task =
          new FutureTask<>(() -> {
            try (Invocation invocation = executable.newInvocation()) {
              return copies(run(invocation, request.inputs(), fill, arena));
            }
          });
      tasks.add(task);
      Thread.ofPlatform().daemon().name("conformance-inproc-" + fill).start(task);
    }
    // Both are awaited before either is judged: the memory is theirs until they end.
    List<Map<String, Tensor>> results = tasks.stream().map(Execution::await).toList();
    compare(results.get(0), results.get(1));
    return results.get(0);
  }

  private static Map<String, Tensor> await(FutureTask<Map<String, Tensor>> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(
              "on two threads at once: "
                  + InprocPeer.firstLine(Objects.requireNonNullElse(e.getCause(), e)),
              e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Map<String, Tensor> run(
      Invocation invocation, Map<String, Tensor> inputs, byte fill, Arena arena) {
    GuardedContext context = new GuardedContext(graph, inputs, fill, arena);
    invocation.run(context);
    context.trespasses().forEach(this::report);
    return context.results();
  }

  private synchronized void report(String text) {
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
        trespasses.add(Finding.about(name, Request.differing(name)));
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
