package io.blockquant.cli.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

  @Test
  void theCodeDecidesTheExitCode() {
    assertEquals(2, exitCode("Cli.File"));
    assertEquals(3, exitCode("Session.BackendUnavailable"));
    assertEquals(1, exitCode("DynamicQuantize.C6"));
    assertEquals(1, exitCode("Onnx.Truncated"));
  }

  @Test
  void everyProblemOfAModelIsPrinted() {
    var error =
        new BlockquantException(
            List.of(
                Diagnostic.error("Onnx.A", "one").build(),
                Diagnostic.error("Onnx.B", "two").build()));
    assertEquals("error[Onnx.A]: one\nerror[Onnx.B]: two", ErrorHandler.Problem.of(error).text());
  }

  @Test
  void fileTroubleNamesTheFile() {
    var missing = ErrorHandler.Problem.of(new UncheckedIOException(new NoSuchFileException("m.x")));
    assertTrue(missing.text().contains("m.x"), missing.text());
    assertTrue(missing.text().contains("no such file"), missing.text());
    assertEquals(2, missing.exitCode());
    assertTrue(
        ErrorHandler.Problem.of(new AccessDeniedException("m.x")).text().contains("access denied"));
    assertTrue(ErrorHandler.Problem.of(new IOException("disk full")).text().contains("disk full"));
  }

  @Test
  void aBugSaysThatItIsOne() {
    var bug = ErrorHandler.Problem.of(new IllegalStateException("oops"));
    assertTrue(bug.text().startsWith("error[Cli.Internal]"), bug.text());
    assertTrue(bug.text().contains("--debug"), bug.text());
  }

  private static int exitCode(String code) {
    return ErrorHandler.Problem.of(Diagnostic.error(code, "rule").asException()).exitCode();
  }
}
