package io.blockquant.onnx.wire;

import com.google.protobuf.Message;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Map protobuf files and parse them; the large tensors in them are views of the map. */
public final class ProtoFile {

  private ProtoFile() {}

  /**
   * Map a file, read-only, for as long as {@code arena} lives.
   *
   * @throws BlockquantException {@code Onnx.FileNotFound}, {@code Onnx.EmptyFile}, {@code
   *     Onnx.TooLarge}, {@code Onnx.Unreadable}
   */
  public static MemorySegment map(Path file, Arena arena) {
    if (!Files.exists(file)) {
      throw error("Onnx.FileNotFound", "the file MUST exist", file.toString())
          .help("check the path")
          .asException();
    }
    if (!Files.isRegularFile(file)) {
      throw error("Onnx.Unreadable", "a model MUST be a regular file", file.toString())
          .help("name the .onnx file itself")
          .asException();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      checkSize(channel.size(), file.toString());
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw new BlockquantException(
          List.of(
              error("Onnx.Unreadable", "the file MUST be readable", file.toString())
                  .fact("reason", e)
                  .help("check the permissions of the file")
                  .build()),
          e);
    }
  }

  /** Check that a file or buffer of this size can be a protobuf message. */
  public static void checkSize(long bytes, String file) {
    if (bytes == 0) {
      throw error("Onnx.EmptyFile", "an ONNX file MUST NOT be empty", file)
          .fact("size", "0 bytes: the file is empty; not an ONNX model")
          .help("export or download the model again")
          .asException();
    }
    if (bytes > Integer.MAX_VALUE) {
      throw error("Onnx.TooLarge", "a protobuf message MUST be smaller than 2 GiB", file)
          .fact("size", bytes + " bytes")
          .help("save the model with its weights as external data")
          .asException();
    }
  }

  /**
   * Parse a message.
   *
   * @param memory the message; it must live as long as the views of it
   * @param target takes the message, with stand-ins for its large raw data
   * @param file how messages call the source
   * @param heapLimit the most that the parsed message may take on the heap, without its weights
   * @return what the stand-ins stand for
   * @throws BlockquantException {@code Onnx.Truncated}, {@code Onnx.NotProtobuf}, {@code
   *     Onnx.TooDeep}, {@code Onnx.TooLarge}
   */
  public static Views parse(
      MemorySegment memory, Message.Builder target, String file, long heapLimit) {
    try {
      WireScan.check(memory, target.getDescriptorForType(), heapLimit);
      return SplitParser.parse(memory, target);
    } catch (WireScan.ScanException e) {
      throw new BlockquantException(List.of(describe(e, memory.byteSize(), target, file)), e);
    } catch (WireException | IOException e) {
      throw new BlockquantException(
          List.of(notProtobuf(target, file).fact("found", e.toString()).build()), e);
    }
  }

  private static Diagnostic describe(
      WireScan.ScanException e, long size, Message.Builder target, String file) {
    Diagnostic.Builder diagnostic =
        switch (e.kind()) {
          case TRUNCATED ->
              error("Onnx.Truncated", "every field MUST end within the file", file)
                  .help(
                      "the file is truncated or not a complete protobuf: copy or export it again");
          case MALFORMED -> notProtobuf(target, file);
          case BAD_TEXT ->
              error("Onnx.InvalidText", "every string MUST be UTF-8", file)
                  .help("write the names of the model in UTF-8");
          case TOO_DEEP ->
              error("Onnx.TooDeep", "messages MUST NOT nest deeper than a model needs", file)
                  .help("flatten the subgraphs of the model");
          case TOO_LARGE ->
              error("Onnx.TooLarge", "what a file holds beside its weights MUST fit memory", file)
                  .help("give the JVM more heap (-Xmx), or write weights as raw_data");
        };
    return diagnostic
        .fact("position", "byte " + e.position() + " of " + size)
        .fact("reading", e.path())
        .fact(e.kind() == WireException.Kind.TOO_LARGE ? "limit" : "found", e.found())
        .build();
  }

  private static Diagnostic.Builder notProtobuf(Message.Builder target, String file) {
    String type = target.getDescriptorForType().getName();
    return error("Onnx.NotProtobuf", "the file MUST hold a protobuf message of ONNX", file)
        .fact("expected", "a " + type)
        .help("not an ONNX file (no valid " + type + "): check that the path names one");
  }

  private static Diagnostic.Builder error(String code, String rule, String file) {
    return Diagnostic.error(code, rule).at(Place.file(file));
  }
}
