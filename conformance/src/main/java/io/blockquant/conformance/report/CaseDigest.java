package io.blockquant.conformance.report;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Name cases by their content: the same digest is the same cases, inputs and expectations. */
public final class CaseDigest {

  private CaseDigest() {}

  /** Return the SHA-256 of a list of cases, in hexadecimal; their order counts. */
  public static String of(List<ConformanceCase> cases) {
    MessageDigest digest = sha256();
    cases.forEach(each -> add(digest, each));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, ConformanceCase each) {
    add(digest, each.id());
    add(digest, each.rule());
    add(digest, each.graph().toString());
    each.graph().initializers().forEach((name, tensor) -> add(digest, name, tensor));
    // Maps need not keep an order; names do.
    new TreeMap<>(each.inputs()).forEach((name, tensor) -> add(digest, name, tensor));
    each.refusal().ifPresent(refusal -> add(digest, refusal.criterion().toString()));
    add(digest, each.drill().name());
    for (Check check : each.checks()) {
      add(digest, check.criterion().toString());
      add(digest, check.output(), check.expected());
    }
  }

  private static void add(MessageDigest digest, String name, Tensor tensor) {
    add(digest, name);
    add(digest, tensor.toString());
    digest.update(TensorArrays.toBytes(tensor));
  }

  /** The zero byte keeps "ab" + "c" apart from "a" + "bc". */
  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
