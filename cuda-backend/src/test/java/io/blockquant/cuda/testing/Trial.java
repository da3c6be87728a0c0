package io.blockquant.cuda.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.reference.ReferenceProvider;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.spi.Support;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs graphs on a backend and compares every bit with core's reference. */
public final class Trial implements AutoCloseable {

  private final Backend reference = new ReferenceProvider().open(BackendOptions.defaults());
  private final Backend subject;
  private final Map<String, Integer> kernels = new TreeMap<>();

  /** Test a backend, which the caller closes. */
  public Trial(Backend subject) {
    this.subject = subject;
  }

  /** Return how often each kernel was compared: a suite asserts that it ran them all. */
  public Map<String, Integer> kernels() {
    return kernels;
  }

  /** Compare one graph on one set of inputs, in the order of the graph's. */
  public void compare(Graph graph, List<Tensor> inputs, String what) {
    for (Node node : graph.nodes()) {
      switch (subject.supports(graph, node)) {
        case Support.Native(String names) -> {
          for (String name : names.split(", ")) {
            kernels.merge(name, 1, Integer::sum);
          }
        }
        case Support.Unsupported(String reason) -> fail(what + ": " + reason);
      }
    }
    Outputs expected = run(reference, graph, inputs);
    Outputs actual = run(subject, graph, inputs);
    for (int output = 0; output < graph.outputs().size(); output++) {
      same(expected.host(output), actual.host(output), what + ", output " + output);
    }
  }

  private static Outputs run(Backend backend, Graph graph, List<Tensor> inputs) {
    Outputs outputs = new Outputs(inputs);
    try (Executable executable = backend.compile(graph);
        Invocation invocation = executable.newInvocation()) {
      invocation.run(outputs);
      outputs.fetch();
    }
    return outputs;
  }

  private static void same(Tensor expected, Tensor actual, String where) {
    assertEquals(expected.type(), actual.type(), where);
    if (expected.elementType().bits() > Integer.SIZE) {
      sameWide(expected, actual, where);
      return;
    }
    for (long i = 0; i < expected.elementCount(); i++) {
      int wanted = Elements.code(expected, i);
      int found = Elements.code(actual, i);
      if (wanted != found && !bothNan(expected, actual, i)) {
        fail(
            "%s: element %d of %s is 0x%x, expected 0x%x"
                .formatted(where, i, expected, found, wanted));
      }
    }
  }

  private static void sameWide(Tensor expected, Tensor actual, String where) {
    boolean isDouble = expected.elementType() == ElementType.DOUBLE;
    for (long i = 0; i < expected.byteSize() / Long.BYTES; i++) {
      long wanted = expected.segment().getAtIndex(Elements.LONG, i);
      long found = actual.segment().getAtIndex(Elements.LONG, i);
      boolean bothNan =
          isDouble
              && Double.isNaN(Double.longBitsToDouble(wanted))
              && Double.isNaN(Double.longBitsToDouble(found));
      if (wanted != found && !bothNan) {
        fail(
            "%s: word %d of %s is 0x%x, expected 0x%x"
                .formatted(where, i, expected, found, wanted));
      }
    }
  }

  /** NaN compares by class in the types of ordinary arithmetic; low-precision codes by bits. */
  private static boolean bothNan(Tensor expected, Tensor actual, long i) {
    return expected.elementType().bits() >= Short.SIZE
        && expected.elementType().isFloating()
        && Double.isNaN(Elements.value(expected, i))
        && Double.isNaN(Elements.value(actual, i));
  }

  @Override
  public void close() {
    reference.close();
  }

  private static final class Outputs implements ExecutionContext {

    private final List<Tensor> inputs;
    private final Map<Integer, Tensor> results = new TreeMap<>();

    Outputs(List<Tensor> inputs) {
      this.inputs = new ArrayList<>(inputs);
    }

    Tensor host(int output) {
      return results.get(output);
    }

    /** Copy what lies on the device, before its owner takes it back. */
    void fetch() {
      results.replaceAll((_, tensor) -> tensor.toHost(Arena.ofAuto()));
    }

    @Override
    public Tensor input(int index) {
      return inputs.get(index);
    }

    @Override
    public Tensor output(int index, ElementType type, Shape shape) {
      return results.computeIfAbsent(index, _ -> Tensor.allocate(type, shape));
    }

    @Override
    public void deliver(int index, Tensor tensor) {
      results.put(index, tensor);
    }

    @Override
    public Tensor temporary(int slot, ElementType type, Shape shape) {
      return Tensor.allocate(type, shape);
    }
  }
}
