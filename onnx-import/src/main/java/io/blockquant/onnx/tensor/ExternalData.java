package io.blockquant.onnx.tensor;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.onnx.proto.StringStringEntryProto;
import io.blockquant.onnx.proto.TensorProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Map the files beside a model that hold its weights.
 *
 * <p>A model file says which file to read, so it could ask for any: only regular files whose real
 * path lies in the model's folder are opened, each is mapped once, read-only, and every range is
 * checked against the size of its file. The optional {@code checksum} is not verified. Not
 * thread-safe.
 */
public final class ExternalData {

  private static final String CODE = "Onnx.ExternalData";

  private final @Nullable Path folder;
  private final Arena arena;
  private final Map<Path, MemorySegment> maps = new HashMap<>();

  /**
   * Serve external data.
   *
   * @param folder the folder to stay in, or null where the model comes from no folder
   * @param arena how long the maps live
   */
  public ExternalData(@Nullable Path folder, Arena arena) {
    this.folder = folder;
    this.arena = arena;
  }

  /**
   * Return the bytes of a tensor.
   *
   * @param bytes how many it must have
   * @throws BlockquantException {@code Onnx.ExternalData}
   */
  MemorySegment read(TensorProto proto, long bytes, Place where) {
    Map<String, String> entries = entries(proto, where);
    String location = entries.getOrDefault("location", "");
    MemorySegment file = open(location, where);
    long offset = number(entries, "offset", 0, where);
    long length = number(entries, "length", bytes, where);
    if (length != bytes) {
      throw error("the length of external data MUST be what the dims say", location, where)
          .fact("expected", "needs " + bytes + " bytes")
          .fact("length", length)
          .help("export the model again: dims and external data disagree")
          .asException();
    }
    if (offset > file.byteSize() || length > file.byteSize() - offset) {
      throw error("external data MUST lie within its file", location, where)
          .fact("offset", offset)
          .fact("length", length)
          .fact("file size", file.byteSize())
          .help("copy or export the external data file again: it is too short")
          .asException();
    }
    return file.asSlice(offset, length);
  }

  private static Map<String, String> entries(TensorProto proto, Place where) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      if (entries.put(entry.getKey(), entry.getValue()) != null) {
        throw Diagnostic.error(CODE, "a key of external data MUST occur once")
            .at(where)
            .fact("key", entry.getKey())
            .help("export the model again")
            .asException();
      }
    }
    return entries;
  }

  private static long number(Map<String, String> entries, String key, long absent, Place where) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
      throw Diagnostic.error(CODE, "offset and length of external data MUST NOT be negative")
          .at(where)
          .fact(key, value + " is negative")
          .help("export the model again: the file is damaged")
          .asException();
    } catch (NumberFormatException e) {
      throw new BlockquantException(
          List.of(
              Diagnostic.error(CODE, "offset and length of external data MUST be decimal numbers")
                  .at(where)
                  .fact(key, "'" + text + "'")
                  .help("export the model again: the file is damaged")
                  .build()),
          e);
    }
  }

  private MemorySegment open(String location, Place where) {
    if (folder == null) {
      throw error("a model in memory MUST NOT have external data", location, where)
          .help("load the model from its file, or name the folder in the import options")
          .asException();
    }
    Path asked = resolve(folder, location, where);
    try {
      Path real = asked.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw leaves(location, where).fact("symbolic link to", real).asException();
      }
      if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
        throw error("external data MUST be in a regular file", location, where)
            .help("put the data into a file beside the model")
            .asException();
      }
      MemorySegment known = maps.get(real);
      if (known != null) {
        return known;
      }
      MemorySegment mapped = map(real);
      maps.put(real, mapped);
      return mapped;
    } catch (NoSuchFileException e) {
      throw new BlockquantException(
          List.of(
              error("the file of external data MUST exist", location, where)
                  .fact("found", location + " not found in the model folder")
                  .help("put " + location + " beside the model")
                  .build()),
          e);
    } catch (IOException e) {
      throw new BlockquantException(
          List.of(
              error("the file of external data MUST be readable", location, where)
                  .fact("reason", e)
                  .help("check the permissions of the file")
                  .build()),
          e);
    }
  }

  private MemorySegment map(Path real) throws IOException {
    // The path is real already; a link that appears in between is not followed.
    try (FileChannel channel =
        FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static Path resolve(Path folder, String location, Place where) {
    try {
      Path relative = Path.of(location);
      boolean climbs = false;
      for (Path part : relative) {
        climbs |= part.toString().equals("..");
      }
      if (location.isEmpty() || climbs || relative.isAbsolute() || location.indexOf('\\') >= 0) {
        throw leaves(location, where).asException();
      }
      return folder.resolve(relative);
    } catch (InvalidPathException e) {
      throw new BlockquantException(List.of(leaves(location, where).build()), e);
    }
  }

  private static Diagnostic.Builder leaves(String location, Place where) {
    return error("external data MUST lie in the folder of the model", location, where)
        .fact("found", "'" + location + "' leaves the model folder; it was not opened")
        .help("put the data into the folder of the model and name it relative to that");
  }

  private static Diagnostic.Builder error(String rule, String location, Place where) {
    return Diagnostic.error(CODE, rule).at(where).fact("location", location);
  }
}
