package io.blockquant.conformance.report;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.conformance.report.log.LogHeader;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.CaseRunner;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.reference.ReferenceBackend;
import io.blockquant.core.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes logs of runs that a test then changes. */
public final class Runs {

  private Runs() {}

  /** The cases of a profile. */
  public static List<ConformanceCase> cases(String profile) {
    return Profiles.find(profile).orElseThrow().cases();
  }

  /** Run the reference and write its log. */
  public static Path reference(Path folder, List<ConformanceCase> cases) {
    return write(folder, cases, result -> result);
  }

  /** Run the reference and log what {@code change} makes of each result. */
  public static Path write(
      Path folder, List<ConformanceCase> cases, UnaryOperator<CaseResult> change) {
    CaseRunner runner = new CaseRunner(new ReferenceBackend(OpCatalog.registry()));
    try (EventLog log = EventLog.open(folder)) {
      log.header(LogHeader.Facts.of("inproc:test", "test:0", List.of("documented")), cases);
      cases.forEach(each -> log.result(change.apply(runner.answer(each))));
      log.footer();
    }
    return folder.resolve(EventLog.FILE_NAME);
  }

  /** Return the result of a backend that gets a bit of two elements of each output wrong. */
  public static CaseResult wrongBit(CaseResult right) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    right.outputs().forEach((name, tensor) -> outputs.put(name, flipped(tensor)));
    return Judged.again(right.conformanceCase(), outputs);
  }

  private static Tensor flipped(Tensor tensor) {
    Tensor copy = Tensor.allocate(tensor.elementType(), tensor.shape());
    copy.segment().copyFrom(tensor.segment());
    boolean wide = tensor.elementType() == ElementType.FLOAT;
    // The fourth byte of a FLOAT has its sign; two elements, where there are two.
    long step = wide ? 2 * Float.BYTES : 2;
    for (long at = wide ? 3 : 0, last = at + step; at <= last && at < copy.byteSize(); at += step) {
      byte before = copy.segment().get(ValueLayout.JAVA_BYTE, at);
      copy.segment().set(ValueLayout.JAVA_BYTE, at, (byte) (before ^ (wide ? 0x80 : 0x01)));
    }
    return copy;
  }

  /** Change a file as text. */
  public static void edit(Path file, UnaryOperator<String> change) throws IOException {
    String before = Files.readString(file);
    String after = change.apply(before);
    if (before.equals(after)) {
      throw new IllegalStateException("the edit changed nothing");
    }
    Files.writeString(file, after);
  }

  /** Return the text without the lines in which {@code words} are found. */
  public static String without(String text, String words) {
    StringBuilder kept = new StringBuilder();
    text.lines()
        .filter(line -> !line.contains(words))
        .forEach(line -> kept.append(line).append('\n'));
    return kept.toString();
  }
}
