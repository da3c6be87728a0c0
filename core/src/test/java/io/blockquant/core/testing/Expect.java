package io.blockquant.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Expect diagnostics: their codes exactly, their facts by what the text says. */
public final class Expect {

  private Expect() {}

  /** Run and return the problems, whose codes are these in any order. */
  public static List<Diagnostic> codes(Executable action, String... codes) {
    List<Diagnostic> found = assertThrows(BlockquantException.class, action).diagnostics();
    assertEquals(
        Arrays.stream(codes).sorted().toList(),
        found.stream().map(Diagnostic::code).sorted().toList(),
        found::toString);
    return found;
  }

  /** Run and return the only problem. */
  public static Diagnostic code(Executable action, String code) {
    return codes(action, code).getFirst();
  }

  /** Expect a problem to say all of this. */
  public static void says(Diagnostic found, String... parts) {
    for (String part : parts) {
      if (!found.toString().contains(part)) {
        throw new AssertionError("'" + part + "' is not in:\n" + found);
      }
    }
  }
}
