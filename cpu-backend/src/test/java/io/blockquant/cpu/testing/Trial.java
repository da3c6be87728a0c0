package io.blockquant.cpu.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.reference.ReferenceProvider;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.CpuProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs graphs on several CPU backends and compares every bit with core's reference. */
public final class Trial implements AutoCloseable {

  /** A backend under test and what it is called in messages. */
  private record Subject(String name, Backend backend) {}

  private final Backend reference = new ReferenceProvider().open(BackendOptions.defaults());
  private final List<Subject> subjects = new ArrayList<>();
  private int count;

  /** Open scalar and vector backends with these numbers of threads. */
  public Trial(int... threads) {
    for (int number : threads) {
      for (String vector : List.of("off", "auto")) {
        BackendOptions options = new BackendOptions(number, Map.of("vector", vector));
        subjects.add(
            new Subject(
                "vector=" + vector + " threads=" + number, new CpuProvider().open(options)));
      }
    }
  }

  /** Return how many runs were compared: a suite asserts that it ran. */
  public int count() {
    return count;
  }

  /**
   * Compare one graph on one set of inputs.
   *
   * @param inputs the graph's inputs, in order
   * @param what the words for messages, the seed among them
   */
  public void compare(Graph graph, List<Tensor> inputs, Memory memory, String what) {
    GuardedContext expected = run(reference, graph, Memory.NATIVE, inputs);
    for (Subject subject : subjects) {
      String where = what + ", " + subject.name() + ", " + memory;
      GuardedContext actual;
      try {
        actual = run(subject.backend(), graph, memory, inputs);
      } catch (RuntimeException e) {
        throw new AssertionError(where, e);
      }
      count++;
      for (int output = 0; output < graph.outputs().size(); output++) {
        same(expected.result(output), actual.result(output), where + ", output " + output);
      }
      assertTrue(actual.isIntact(), where + ": bytes beside a tensor were written");
    }
  }

  private static GuardedContext run(
      Backend backend, Graph graph, Memory memory, List<Tensor> inputs) {
    GuardedContext context = new GuardedContext(memory, inputs);
    try (Executable executable = backend.compile(graph);
        Invocation invocation = executable.newInvocation()) {
      invocation.run(context);
    }
    return context;
  }

  private static void same(Tensor expected, Tensor actual, String where) {
    if (!expected.type().equals(actual.type())) {
      fail(where + ": type " + actual + ", expected " + expected);
    }
    if (expected.sameBits(actual)) {
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
    long last = expected.byteSize() - 1;
    if (expected.elementType().isSubByte()) {
      byte wanted = expected.segment().get(JAVA_BYTE, last);
      byte found = actual.segment().get(JAVA_BYTE, last);
      // F4: the unused bits of the last byte are 0. The reference leaves what it was given there.
      int bits = (int) (expected.elementCount() * expected.elementType().bits() % Byte.SIZE);
      int used = bits == 0 ? 0xFF : (1 << bits) - 1;
      if ((wanted & used) != (found & 0xFF)) {
        fail("%s: the last byte is 0x%x, expected 0x%x".formatted(where, found, wanted & used));
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
    subjects.forEach(subject -> subject.backend().close());
    reference.close();
  }
}
