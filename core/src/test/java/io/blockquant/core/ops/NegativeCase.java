package io.blockquant.core.ops;

import io.blockquant.core.diag.Diagnostic;
import java.util.List;

/**
 * A call that breaks one constraint.
 *
 * @param label the constraint's label
 * @param name what is wrong, in a word or two
 * @param call the call
 * @param facts texts that the message must contain: what was expected and what was found
 */
public record NegativeCase(String label, String name, CallBuilder<?> call, List<String> facts) {

  public static NegativeCase of(String label, String name, CallBuilder<?> call, String... facts) {
    return new NegativeCase(label, name, call, List.of(facts));
  }

  public List<Diagnostic> check() {
    return call.check();
  }
}
