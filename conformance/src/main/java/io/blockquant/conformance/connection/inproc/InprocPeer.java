package io.blockquant.conformance.connection.inproc;

import io.blockquant.conformance.connection.Answer;
import io.blockquant.conformance.connection.Hello;
import io.blockquant.conformance.connection.Peer;
import io.blockquant.conformance.connection.Request;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Support;
import io.blockquant.core.verify.GraphVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Run requests on a backend in this JVM through its SPI, with no planner between them.
 *
 * <p>The verifier stands before the backend, as it does in a session: what it refuses never reaches
 * the backend. A run that does not end in time is left behind on its thread, for nothing in a JVM
 * can end it; a crash of native code ends the JVM.
 */
public final class InprocPeer implements Peer {
  private final Backend backend;
  private final Hello hello;
  private final boolean owned;
  private final GraphVerifier verifier = new GraphVerifier(OpCatalog.registry());
  private boolean usable = true;

  private InprocPeer(Backend backend, Hello hello, boolean owned) {
    this.backend = backend;
    this.hello = hello;
    this.owned = owned;
  }

  /** Run on a backend that the caller closes. */
  public static InprocPeer over(Backend backend) {
    return new InprocPeer(backend, new Hello(0, backend.id(), "", "", List.of(), List.of()), false);
  }

  /** Run on a backend that is closed with the peer. */
  public static InprocPeer owning(Backend backend, Hello hello) {
    return new InprocPeer(backend, hello, true);
  }

  @Override
  public Hello hello() {
    return hello;
  }

  @Override
  public boolean usable() {
    return usable;
  }

  @Override
  public Answer answer(Request request, Duration limit) {
    if (!usable) {
      throw new IllegalStateException("a run that did not end still holds the backend");
    }
    // On a thread of its own: a backend that never returns must not hold the suite.
    FutureTask<Answer> task = new FutureTask<>(() -> answer(request));
    Thread thread = Thread.ofPlatform().daemon().name("conformance-inproc").start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      usable = false;
      thread.interrupt();
      return new Answer.TimedOut(limit);
    } catch (ExecutionException e) {
      // What the backend may throw is an answer already: this is a bug of the kit.
      throw new IllegalStateException("the kit failed around the backend", e.getCause());
    } catch (InterruptedException e) {
      usable = false;
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Answer.Errored("the run was interrupted");
    }
  }

  private Answer answer(Request request) {
    Graph graph;
    try {
      graph = verifier.verify(request.graph()).graph();
    } catch (BlockquantException e) {
      return refused(e);
    }
    try {
      Optional<String> declined = declined(graph);
      if (declined.isPresent()) {
        return new Answer.Unsupported(declined.get());
      }
      return new Execution(backend, graph, request).run();
    } catch (BlockquantException e) {
      return refused(e);
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      // It claimed the request: whatever stops it then is its failure, and stops no other.
      return new Answer.Errored(firstLine(e));
    }
  }

  private static Answer refused(BlockquantException e) {
    return new Answer.Refused(
        e.diagnostics().stream().filter(Diagnostic::isError).map(Diagnostic::code).toList(),
        firstLine(e));
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

  static String firstLine(Throwable error) {
    return error.toString().lines().findFirst().orElse("no message");
  }

  @Override
  public void close() {
    boolean idle = usable;
    usable = false;
    // A backend that still runs must keep the memory it runs on.
    if (owned && idle) {
      backend.close();
    }
  }
}
