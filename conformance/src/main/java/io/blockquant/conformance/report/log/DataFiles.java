package io.blockquant.conformance.report.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Hold the outputs that are too large for the log, each in {@code data/<sha256>.bin} beside it.
 *
 * <p>A file is complete before its name appears, so that a log never names half of one. Outputs
 * with the same bytes share a file.
 */
public final class DataFiles {
  private static final String FOLDER = "data";

  private final Path folder;

  /** Hold them in this folder of a run. */
  public DataFiles(Path run) {
    folder = run.resolve(FOLDER);
  }

  /** Store bytes and return their SHA-256. */
  public String store(byte[] bytes) throws IOException {
    String sha256 = Sha256.of(bytes);
    Path file = path(sha256);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path part = folder.resolve(sha256 + ".part");
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return sha256;
  }

  /** Return where bytes with this SHA-256 are. */
  public Path path(String sha256) {
    if (!Sha256.isHex(sha256)) {
      throw new IllegalArgumentException("no SHA-256: " + sha256);
    }
    return folder.resolve(sha256 + ".bin");
  }
}
