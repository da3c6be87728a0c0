package io.blockquant.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.ToyBackend;
import io.blockquant.core.testing.Toys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run is given is checked before anything runs; every problem is named. */
final class SessionInputsTest {

  private final Ledger ledger = new Ledger();
  private Session session;

  @BeforeEach
  void open() {
    GraphBuilder builder = Graph.builder("inputs");
    Dim n = Dim.symbol("N");
    Value x = builder.input("x", ElementType.INT64, n, Dim.of(2));
    Value y = builder.input("y", ElementType.INT64, n, Dim.of(2));
    Value sum = Toys.add(builder, "a", "sum", x, y);
    session = ToySessions.open(builder.output(sum).build(), new ToyBackend("a", 1, ledger));
  }

  @AfterEach
  void close() {
    session.close();
    assertEquals(List.of(), ledger.open());
  }

  @Test
  void reportsMissingAndUnknownNamesTogether() {
    List<Diagnostic> found =
        Expect.codes(
            () -> session.run(Map.of("x", matrix(8), "z", matrix(8))),
            "Session.MissingInput",
            "Session.UnknownInput");
    Expect.says(found.get(0), "input 'y'", "%y: INT64 [N, 2]", "[x, z]");
    Expect.says(found.get(1), "input 'z'", "%x: INT64 [N, 2], %y: INT64 [N, 2]");
  }

  @Test
  void reportsAWrongElementType() {
    Tensor floats = Tensor.ofFloats(Shape.of(1, 2), 1, 2);
    Expect.says(
        Expect.code(() -> session.run(Map.of("x", floats, "y", matrix(1))), "Session.InputType"),
        "input 'x'",
        "INT64 [N, 2]",
        "FLOAT [1, 2]");
  }

  @Test
  void reportsWrongRanksAndExtents() {
    Tensor flat = Toys.vector(1, 2);
    Tensor wide = TensorArrays.ofLongs(Shape.of(1, 3), 1, 2, 3);
    List<Diagnostic> found =
        Expect.codes(
            () -> session.run(Map.of("x", flat, "y", wide)),
            "Session.InputShape",
            "Session.InputShape");
    Expect.says(found.get(0), "input 'x'", "INT64 [2]");
    Expect.says(found.get(1), "input 'y'", "INT64 [1, 3]");
  }

  @Test
  void reportsASymbolWithTwoExtents() {
    Expect.says(
        Expect.code(() -> session.run(Map.of("x", matrix(8), "y", matrix(9))), "Session.Symbol"),
        "axis 0 of 'x' : 8",
        "axis 0 of 'y' : 9",
        "symbol        : N");
  }

  @Test
  void bindsSymbolsAnewInEachRun() {
    assertEquals(Shape.of(8, 2), session.run(both(8)).get("sum").shape());
    assertEquals(Shape.of(9, 2), session.run(both(9)).get("sum").shape());
  }

  @Test
  void aWrongInputLeavesTheFrameUsable() {
    session.run(both(3));
    int open = ledger.open().size();
    Expect.code(() -> session.run(Map.of("x", matrix(1))), "Session.MissingInput");
    assertEquals(open, ledger.open().size());
  }

  @Test
  void reportsOutputsThatAreMissingUnknownOrUnfit() {
    Map<String, Tensor> given = both(3);
    Expect.says(
        Expect.codes(
                () -> session.run(given, Map.of("other", matrix(3))),
                "Session.MissingOutput",
                "Session.UnknownOutput")
            .getFirst(),
        "output 'sum'",
        "[other]");
    Expect.code(() -> session.run(given, Map.of("sum", Toys.vector(1, 2))), "Session.OutputType");
    Expect.says(
        Expect.code(() -> session.run(given, Map.of("sum", matrix(4))), "Session.OutputType"),
        "INT64 [3, 2]",
        "INT64 [4, 2]");
    Tensor readOnly =
        Tensor.of(ElementType.INT64, Shape.of(3, 2), matrix(3).segment().asReadOnly());
    Expect.code(() -> session.run(given, Map.of("sum", readOnly)), "Session.OutputMemory");
  }

  private static Map<String, Tensor> both(long rows) {
    return Map.of("x", matrix(rows), "y", matrix(rows));
  }

  private static Tensor matrix(long rows) {
    return Tensor.allocate(ElementType.INT64, Shape.of(rows, 2));
  }
}
