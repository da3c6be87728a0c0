package io.blockquant.conformance.connection;

import io.blockquant.conformance.check.Finding;
import io.blockquant.core.tensor.Tensor;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Say what a peer did with a {@link Request}. What the backend did and what the harness around it
 * did are told apart: {@link Garbled} alone is the harness's fault.
 */
public sealed interface Answer {

  /**
   * It computed outputs.
   *
   * @param outputs the outputs of the first run by name, in memory that the garbage collector owns
   * @param trespasses what was changed that must not be, and what differed between runs
   */
  record Computed(Map<String, Tensor> outputs, List<Finding> trespasses) implements Answer {
    public Computed {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
      trespasses = List.copyOf(trespasses);
    }
  }

  /**
   * It does not do this, and said so without trying.
   *
   * @param reason why
   */
  record Unsupported(String reason) implements Answer {}

  /**
   * It says that the request breaks a rule.
   *
   * @param codes the rules that it names, {@code DynamicQuantize.C6}; empty if it names none
   * @param text what it said
   */
  record Refused(List<String> codes, String text) implements Answer {
    public Refused {
      codes = List.copyOf(codes);
    }
  }

  /**
   * It tried and failed, or gave what cannot be an output: a wrong shape or type.
   *
   * @param text what it said, or what was wrong
   */
  record Errored(String text) implements Answer {}

  /**
   * It gave no answer.
   *
   * @param limit how long it had
   */
  record TimedOut(Duration limit) implements Answer {}

  /**
   * It ended while it should have answered.
   *
   * @param how its exit code or signal, or that the connection was closed
   * @param lastLines the last lines of its standard error, oldest first; empty if there are none
   */
  record Crashed(String how, List<String> lastLines) implements Answer {
    public Crashed {
      lastLines = List.copyOf(lastLines);
    }
  }

  /**
   * The harness broke the protocol; of the backend nothing is known.
   *
   * @param breach what it broke
   * @param text what was expected and what came
   */
  record Garbled(Breach breach, String text) implements Answer {}
}
