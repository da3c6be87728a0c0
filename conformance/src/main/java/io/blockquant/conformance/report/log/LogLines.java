package io.blockquant.conformance.report.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Reads a log line by line, with a limit on what a line may claim, and digests it on the way. */
final class LogLines implements AutoCloseable {

  /** No line that a kit writes comes near: outputs of more than 64 KiB have files of their own. */
  static final int LONGEST = 16 << 20;

  /** Far above any run: 3 500 failing cases make 40 MiB. */
  static final long LARGEST_FILE = 512L << 20;

  private final Path file;
  private final InputStream in;
  private final MessageDigest before = Sha256.start();
  private byte @Nullable [] last;
  private long line;
  private boolean torn;

  LogLines(Path file) throws IOException {
    this.file = file;
    long size = Files.size(file);
    if (size > LARGEST_FILE) {
      throw LogProblem.MALFORMED
          .in(file)
          .fact("size", size + " bytes")
          .fact("limit", LARGEST_FILE + " bytes")
          .help("report the runs of fewer cases: --profile, --include or --shard of conform run")
          .asException();
    }
    in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** Return the next line without its end; null after the last. */
  byte @Nullable [] next() throws IOException {
    if (last != null) {
      before.update(last);
      before.update((byte) '\n');
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(256);
    int read = in.read();
    if (read < 0) {
      last = null;
      return null;
    }
    line++;
    for (; read >= 0 && read != '\n'; read = in.read()) {
      if (text.size() == LONGEST) {
        throw LogProblem.MALFORMED
            .in(file, line)
            .fact("length", "more than " + LONGEST + " bytes")
            .help("this is no line that the kit writes; run the cases again")
            .asException();
      }
      text.write(read);
    }
    torn = read < 0;
    last = text.toByteArray();
    return last;
  }

  /** Return the number of the line that was read last, from 1. */
  long line() {
    return line;
  }

  /** Return {@code true} if the line that was read last has no end: it was being written. */
  boolean isTorn() {
    return torn;
  }

  /** Return the SHA-256 of all lines before the one that was read last. */
  String digest() {
    try {
      return Sha256.hex((MessageDigest) before.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
