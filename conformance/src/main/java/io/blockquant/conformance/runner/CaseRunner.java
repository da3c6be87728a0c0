package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.cases.Refusal;
import io.blockquant.conformance.check.Evidence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.connection.Answer;
import io.blockquant.conformance.connection.Peer;
import io.blockquant.conformance.connection.Request;
import io.blockquant.conformance.connection.inproc.InprocPeer;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.tensor.Tensor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Run cases on a peer and judge what it answers.
 *
 * <p>Each case runs at least twice, over memory with different contents and between guard bytes:
 * results must be the same to the last bit, and nothing else may change. Errors of the kit are
 * thrown; errors of the backend are outcomes.
 */
public final class CaseRunner {
  /** Far above what any case needs: a limit tells a hang from work and judges no speed. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Peer peer;

  /** Run on this peer; the caller closes it. */
  public CaseRunner(Peer peer) {
    this.peer = peer;
  }

  /** Run on a backend in this JVM; the caller closes it. */
  public CaseRunner(Backend backend) {
    this(InprocPeer.over(backend));
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
        test.refusal().isPresent() ? refused(test, test.refusal().get()) : computed(test, outputs);
    return new CaseResult(test, outcome, outputs, (System.nanoTime() - start) * 1e-9);
  }

  private Outcome computed(ConformanceCase test, Map<String, Tensor> outputs) {
    return switch (peer.answer(new Request(test.graph(), test.inputs(), test.drill()), LIMIT)) {
      case Answer.Computed(Map<String, Tensor> answered, List<Finding> trespasses) -> {
        outputs.putAll(answered);
        yield Judgement.of(test, new Evidence(test.inputs(), answered), trespasses);
      }
      case Answer.Unsupported(String reason) -> new Outcome.NotClaimed(reason, "");
      case Answer.Refused(List<String> _, String text) ->
          Outcome.failed(Finding.of("refused what it must compute: " + line(text)));
      case Answer.Errored(String text) ->
          Outcome.failed(Finding.of("the backend failed: " + line(text)));
      case Answer.TimedOut timedOut -> lost(timedOut);
      case Answer.Crashed crashed -> lost(crashed);
      case Answer.Garbled garbled -> lost(garbled);
    };
  }

  /**
   * A peer that does not run the twin proves nothing by refusing what differs in one constraint.
   */
  private Outcome refused(ConformanceCase test, Refusal refusal) {
    Request twin = new Request(refusal.twin(), refusal.twinInputs(), test.drill());
    return switch (peer.answer(twin, LIMIT)) {
      case Answer.Computed _ -> refusedAlone(test);
      case Answer.Unsupported(String reason) -> new Outcome.NotClaimed(reason, "");
      case Answer.Refused(List<String> _, String text) ->
          Outcome.failed(Finding.of("refused the twin, which keeps every rule: " + line(text)));
      case Answer.Errored(String text) ->
          Outcome.failed(Finding.of("failed on the twin, which keeps every rule: " + line(text)));
      case Answer.TimedOut timedOut -> lost(timedOut);
      case Answer.Crashed crashed -> lost(crashed);
      case Answer.Garbled garbled -> lost(garbled);
    };
  }

  private Outcome refusedAlone(ConformanceCase test) {
    return switch (peer.answer(new Request(test.graph(), test.inputs(), test.drill()), LIMIT)) {
      case Answer.Computed _ ->
          Outcome.failed(
              Finding.of("computed a result for what breaks " + test.rule() + ": " + test.text()));
      case Answer.Unsupported _ -> Outcome.PASSED;
      case Answer.Refused(List<String> codes, String text) ->
          codes.contains(test.rule())
              ? Outcome.PASSED
              : Outcome.failed(
                  Finding.of("refused, but not under " + test.rule() + ": " + line(text)));
      case Answer.Errored(String text) ->
          Outcome.failed(Finding.of("failed instead of refusing: " + line(text)));
      case Answer.TimedOut timedOut -> lost(timedOut);
      case Answer.Crashed crashed -> lost(crashed);
      case Answer.Garbled garbled -> lost(garbled);
    };
  }

  private static Outcome lost(Answer.TimedOut answer) {
    return new Outcome.TimedOut("no answer in " + answer.limit().toMillis() + " ms");
  }

  private static Outcome lost(Answer.Crashed answer) {
    return new Outcome.Crashed(
        answer.how()
            + (answer.lastLines().isEmpty() ? "" : ": " + line(answer.lastLines().getLast())));
  }

  private static Outcome lost(Answer.Garbled answer) {
    return new Outcome.HarnessFault(answer.breach().text() + ": " + line(answer.text()));
  }

  private static String line(String text) {
    return text.lines().filter(each -> !each.isBlank()).findFirst().orElse("no message");
  }
}
