package io.blockquant.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Model;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.ToyBackend;
import io.blockquant.core.testing.Toys;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whatever fails is named, and nothing stays open. */
final class SessionFailureTest {

  private static final Map<String, Tensor> GIVEN = Map.of("x", Toys.vector(1, 2, 3));

  private final Ledger ledger = new Ledger();
  private final ToyBackend a = new ToyBackend("a", 1, ledger);
  private final ToyBackend b = new ToyBackend("b", 2, ledger);
  private final ToyBackend c = new ToyBackend("c", 3, ledger);

  @Test
  void closesInvocationsThenExecutablesThenBackends() {
    try (Session session = ToySessions.open(chain(), a, b, c)) {
      session.run(GIVEN);
    }
    assertEquals(List.of(), ledger.open());
    List<String> kinds = ledger.closed().stream().map(what -> what.split(" ")[0]).toList();
    assertEquals(
        List.of(
            "invocation",
            "invocation",
            "invocation",
            "executable",
            "executable",
            "executable",
            "backend",
            "backend",
            "backend"),
        kinds);
  }

  @Test
  void closesWhatWasOpenedWhenACompilationFails() {
    c.beforeCompile(_ -> {
      throw new IllegalStateException("no kernel after all");
    });
    Expect.says(
        Expect.code(() -> ToySessions.open(chain(), a, b, c), "Backend.Failure"),
        "node 'end' (toy::c)",
        "no kernel after all");
    assertEquals(List.of(), ledger.open());
    assertEquals(5, ledger.closed().size(), ledger.closed()::toString);
  }

  @Test
  void closesBackendsWhenTheGraphIsWrong() {
    Graph wrong = chain().withNodes(List.of());
    Expect.codes(() -> ToySessions.open(wrong, a, b), "Graph.UndefinedValue");
    assertEquals(List.of(), ledger.open());
    assertEquals(List.of("backend b", "backend a"), ledger.closed());
  }

  @Test
  void closesTheInvocationsOfAFrameThatCannotBeMade() {
    AtomicInteger made = new AtomicInteger();
    c.beforeInvocation(() -> {
      if (made.incrementAndGet() == 1) {
        throw new IllegalStateException("no stream left");
      }
    });
    try (Session session = ToySessions.open(chain(), a, b, c)) {
      int before = ledger.open().size();
      Expect.says(
          Expect.code(() -> session.run(GIVEN), "Backend.Failure"),
          "region 2 on c",
          "no stream left");
      assertEquals(before, ledger.open().size());
      assertEquals(3, session.run(GIVEN).get("end").elementCount());
    }
    assertEquals(List.of(), ledger.open());
  }

  @Test
  void wrapsWhatABackendThrowsAndDropsTheFrame() {
    AtomicReference<RuntimeException> next = new AtomicReference<>();
    b.beforeNode(_ -> {
      RuntimeException failure = next.getAndSet(null);
      if (failure != null) {
        throw failure;
      }
    });
    Model model = new NamedModel(chain());
    try (Session session = ToySessions.open(model, ToySessions.LIMIT, a, b, c)) {
      Tensor expected = session.run(GIVEN).get("end");
      int open = ledger.open().size();
      next.set(new ArithmeticException("divided"));
      Expect.says(
          Expect.code(() -> session.run(GIVEN), "Backend.Failure"),
          "at chain.onnx, region 1 on b: node 'middle' (toy::b)",
          "ArithmeticException: divided",
          "backend : b");
      assertEquals(open - 3, ledger.open().size(), "the frame is closed");
      next.set(Diagnostic.error("Toy.C1", "MUST").asException());
      Expect.says(
          Expect.code(() -> session.run(GIVEN), "Toy.C1"), "at chain.onnx, region 1 on b: node");
      next.set(Diagnostic.error("Toy.C1", "MUST").at(Place.node("node 'inner'")).asException());
      Expect.says(Expect.code(() -> session.run(GIVEN), "Toy.C1"), "at chain.onnx, node 'inner'");
      assertTrue(expected.sameBits(session.run(GIVEN).get("end")));
    }
    assertEquals(List.of(), ledger.open());
  }

  @Test
  void namesTheOutputThatABackendDoesNotWrite() {
    b.deliversNothing();
    try (Session session = ToySessions.open(chain(), a, b, c)) {
      Expect.says(
          Expect.code(() -> session.run(GIVEN), "Backend.Failure"), "region 1 on b", "'middle'");
    }
  }

  @Test
  void refusesAValueOfAnotherTypeThanTheFileDeclares() {
    TensorType declared = TensorType.of(ElementType.INT64, Dim.of(4));
    for (ToyBackend first : List.of(a, new ToyBackend("a", 1, ledger).onDevice())) {
      Graph graph = chain().withTypes(Map.of("first", declared));
      try (Session session =
          ToySessions.open(graph, first.withoutOracle(), b.withoutOracle(), c.withoutOracle())) {
        Expect.says(
            Expect.code(() -> session.run(GIVEN), "Session.TypeMismatch"),
            "region 0 on a",
            "'first'",
            "planned : INT64 [4]",
            "found   : INT64 [3]");
      }
    }
  }

  @Test
  void refusesBuffersAboveTheLimit() {
    try (Session session = ToySessions.open(chain(), 4096, a, b, c)) {
      Tensor large = Tensor.allocate(ElementType.INT64, Shape.of(1024));
      Expect.says(
          Expect.code(() -> session.run(Map.of("x", large)), "Session.MemoryLimit"),
          "bytes asked for : 8192",
          "bytes held      : 0",
          "limit           : 4096",
          "region 0 on a");
      assertEquals(3, session.run(GIVEN).get("end").elementCount(), "smaller runs still run");
    }
  }

  @Test
  void givesBackTheMemoryOfAFrameThatFails() {
    MemoryBudget budget = new MemoryBudget(100, 10);
    try (GrowingBuffer buffer = new GrowingBuffer(budget)) {
      buffer.ensure(64);
      assertEquals(74, budget.held());
      Expect.code(() -> buffer.ensure(91), "Session.MemoryLimit");
      assertEquals(10, budget.held(), "the old memory is freed before the new is asked for");
      buffer.ensure(90);
      buffer.ensure(8);
      assertEquals(100, budget.held());
      Expect.code(() -> budget.handOut(1), "Session.MemoryLimit");
    }
    assertEquals(10, budget.held());
  }

  /** A model with a file name. */
  private record NamedModel(Graph graph) implements Model {
    @Override
    public String source() {
      return "chain.onnx";
    }
  }

  private static Graph chain() {
    GraphBuilder builder = Graph.builder("chain");
    Value x = builder.input("x", Toys.VECTOR);
    Value first = Toys.add(builder, "a", "first", x);
    Value middle = Toys.add(builder, "b", "middle", first, x);
    return builder.output(Toys.add(builder, "c", "end", middle, first)).build();
  }
}
