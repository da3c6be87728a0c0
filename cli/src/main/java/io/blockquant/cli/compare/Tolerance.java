package io.blockquant.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bound how far floats may lie from the expected ones: {@code |a - e| <= atol + rtol * |e|} for
 * each element, and the mean of {@code |a - e|} over an output.
 *
 * <p>Integers and floats of 8 bits or less have no tolerance: they compare by bits.
 *
 * @param exact compare floats by bits too
 * @param rtol relative part
 * @param atol absolute part
 * @param meanAtol bound of the mean absolute difference; infinite for none
 */
public record Tolerance(boolean exact, double rtol, double atol, double meanAtol) {

  /** What the ONNX project's own runner allows. */
  public static final Tolerance DEFAULT =
      new Tolerance(false, 1e-3, 1e-7, Double.POSITIVE_INFINITY);

  /** The file beside a model that states its tolerance. */
  public static final String FILE_NAME = "meta.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Return the tolerance of a model's folder: what its {@code meta.json} says, else the default.
   *
   * @throws BlockquantException {@code Cli.MetaJson} if the file is not what it should be
   */
  public static Tolerance beside(Path folder) {
    Path file = folder.resolve(FILE_NAME);
    return Files.isRegularFile(file) ? read(file) : DEFAULT;
  }

  /**
   * Return the tolerance that is stated nearest to an expected output: in its own folder, else in
   * the model's, else the default.
   */
  public static Tolerance nearest(Path expected, Path model) {
    for (Path file : List.of(expected, model)) {
      Path stated = file.resolveSibling(FILE_NAME);
      if (Files.isRegularFile(stated)) {
        return read(stated);
      }
    }
    return DEFAULT;
  }

  /** Return a tolerance for elements alone. */
  public static Tolerance within(double rtol, double atol) {
    return new Tolerance(false, rtol, atol, Double.POSITIVE_INFINITY);
  }

  private static Tolerance read(Path file) {
    JsonNode meta;
    try {
      meta = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw broken(file, "a JSON object", e);
    }
    if (!meta.isObject()) {
      throw broken(file, "a JSON object", meta.getNodeType());
    }
    return new Tolerance(
        meta.path("exact").asBoolean(false),
        bound(file, meta, "rtol", 0),
        bound(file, meta, "atol", 0),
        bound(file, meta, "mean_atol", Double.POSITIVE_INFINITY));
  }

  private static double bound(Path file, JsonNode meta, String name, double absent) {
    JsonNode value = meta.path(name);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isNumber() || !(value.asDouble() >= 0)) {
      throw broken(file, name + " as a number >= 0", value);
    }
    return value.asDouble();
  }

  private static BlockquantException broken(Path file, String expected, Object found) {
    return Diagnostic.error("Cli.MetaJson", "meta.json MUST state tolerances")
        .at(Place.file(file.toString()))
        .fact("expected", expected)
        .fact("found", found)
        .help("give any of \"exact\", \"atol\", \"rtol\", \"mean_atol\"")
        .asException();
  }
}
