package io.blockquant.ort;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;

/** Cut what ONNX Runtime says down to what a user can read. */
final class OrtMessages {

  /** Long enough for every message seen; short enough for the patterns below, whoever wrote it. */
  private static final int LONGEST_READ = 4000;

  private static final int LONGEST_SHOWN = 400;

  private static final Pattern PREFIX = Pattern.compile("^Error code - \\w++ - message: ");

  /**
   * {@code /onnxruntime_src/.../op_kernel.cc:83 virtual OrtValue* A::B(int) [ONNXRuntimeError] }.
   */
  private static final Pattern SOURCE_WITH_STATUS =
      Pattern.compile("\\S++\\.(?:cc|h):\\d++ .{1,2000}?\\[ONNXRuntimeError\\] : \\d++ : \\w++ : ");

  /** {@code tensorprotoutils.cc:1530 ValidateEmbeddedTensorProtoDataSizeAndShape }. */
  private static final Pattern SOURCE = Pattern.compile("\\S++\\.(?:cc|h):\\d++ (?:\\w++ )?");

  private static final Pattern BLANKS = Pattern.compile("\\s++");

  private OrtMessages() {}

  /** Return the message on one line, without error codes and the library's own source places. */
  static String trim(OrtException exception) {
    return trim(raw(exception));
  }

  static String trim(String message) {
    String text = message.substring(0, Math.min(message.length(), LONGEST_READ));
    text = BLANKS.matcher(text).replaceAll(" ");
    text = PREFIX.matcher(text).replaceFirst("");
    text = SOURCE_WITH_STATUS.matcher(text).replaceAll("");
    text = SOURCE.matcher(text).replaceAll("").strip();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + " ...";
  }

  /** Return the message as it is; empty where there is none. */
  static String raw(OrtException exception) {
    String message = exception.getMessage();
    return message == null ? "" : message;
  }
}
