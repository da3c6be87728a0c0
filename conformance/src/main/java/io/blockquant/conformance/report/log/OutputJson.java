package io.blockquant.conformance.report.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Write outputs as JSON and read them back. */
public final class OutputJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than any case has; a product of dimensions that overflows is refused by its size. */
  private static final int HIGHEST_RANK = 16;

  private static final long LARGEST = 1L << 30;

  private OutputJson() {}

  /** Return the output as JSON. */
  public static ObjectNode write(LoggedOutput output) {
    ObjectNode json = JSON.createObjectNode().put("type", output.type().name());
    ArrayNode dims = json.putArray("dims");
    Arrays.stream(output.shape().dims()).forEach(dims::add);
    switch (output.data()) {
      case LoggedOutput.Data.Inline(String base64) -> json.put("data", base64);
      case LoggedOutput.Data.File(String sha256) -> json.put("sha256", sha256);
      case LoggedOutput.Data.SameAsExpected(String sha256) ->
          json.put("sha256", sha256).put("same_as_expected", true);
    }
    return json;
  }

  static Map<String, LoggedOutput> read(Fields outputs) {
    Map<String, LoggedOutput> read = new LinkedHashMap<>();
    outputs.names().forEach(name -> read.put(name, output(outputs.object(name))));
    return read;
  }

  private static LoggedOutput output(Fields json) {
    ElementType type = type(json);
    LoggedOutput output = new LoggedOutput(type, shape(json, type), data(json));
    if (output.data() instanceof LoggedOutput.Data.Inline(String base64)) {
      // Base64 writes 3 bytes as 4 characters; a length that cannot be right is not decoded.
      long characters = (output.byteSize() + 2) / 3 * 4;
      if (base64.length() != characters) {
        throw json.wrong("data", characters + " characters", base64.length() + " characters");
      }
    }
    return output;
  }

  private static ElementType type(Fields json) {
    String name = json.text("type");
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(name) && type != ElementType.STRING) {
        return type;
      }
    }
    throw json.wrong("type", "an ONNX type of numbers", name);
  }

  private static Shape shape(Fields json, ElementType type) {
    long[] dims = json.integers("dims");
    long bits = type.bits();
    try {
      for (long dim : dims) {
        if (dim < 0) {
          throw json.wrong("dims", "no negative one", Arrays.toString(dims));
        }
        bits = Math.multiplyExact(bits, dim);
      }
    } catch (ArithmeticException e) {
      bits = Long.MAX_VALUE;
    }
    if (dims.length > HIGHEST_RANK || bits / Byte.SIZE > LARGEST) {
      throw json.wrong(
          "dims",
          "at most " + HIGHEST_RANK + " and " + LARGEST + " bytes in all",
          Arrays.toString(dims));
    }
    return Shape.of(dims);
  }

  private static LoggedOutput.Data data(Fields json) {
    if (json.has("data")) {
      return new LoggedOutput.Data.Inline(json.text("data"));
    }
    String sha256 = json.text("sha256");
    if (!Sha256.isHex(sha256)) {
      throw json.wrong("sha256", "64 hexadecimal digits in lower case", sha256);
    }
    boolean same = json.has("same_as_expected") && json.flag("same_as_expected");
    return same ? new LoggedOutput.Data.SameAsExpected(sha256) : new LoggedOutput.Data.File(sha256);
  }
}
