package io.blockquant.cli.bench.measure;

import java.lang.foreign.MemorySegment;

/**
 * Copy, read and fill float32 arrays as fast as the JVM can, split over threads as far as that
 * pays: what kernels are compared with.
 *
 * <p>Copy is {@link MemorySegment#copy}, fill is {@link MemorySegment#fill}. Read compares the two
 * halves of the source, which are equal: {@link MemorySegment#mismatch} is the JVM's own vector
 * loop, and it reads every byte and writes none.
 */
public final class MemoryOps {
  private static final int LINE = 64;

  /** A thread that gets less than this is waited for longer than it helps. */
  private static final long LEAST_PART = 1 << 18;

  private final Crew crew;
  private final MemorySegment[] from;
  private final MemorySegment[] to;
  private final MemorySegment[] lower;
  private final MemorySegment[] upper;
  private final Crew.Part copy = this::copyPart;
  private final Crew.Part read = this::readPart;
  private final Crew.Part fill = this::fillPart;

  /**
   * Prepare.
   *
   * @param crew the threads
   * @param source what is copied and read; its second half equals its first
   * @param target what is written, as long as the source
   */
  public MemoryOps(Crew crew, MemorySegment source, MemorySegment target) {
    this.crew = crew;
    int parts = crew.threads();
    this.from = parts(source, parts);
    this.to = parts(target, parts);
    long half = source.byteSize() / 2;
    this.lower = parts(source.asSlice(0, half), parts);
    this.upper = parts(source.asSlice(half, half), parts);
  }

  /** Return on how many threads an array is copied fastest, {@code threads} at most. */
  public static int usefulThreads(long bytes, int threads) {
    return (int) Math.clamp(bytes / LEAST_PART, 1, threads);
  }

  /** Copy the source to the target. */
  public void copy() {
    crew.run(copy);
  }

  /** Read the source. */
  public void read() {
    crew.run(read);
  }

  /** Fill the target. */
  public void fill() {
    crew.run(fill);
  }

  private void copyPart(int index) {
    MemorySegment.copy(from[index], 0, to[index], 0, from[index].byteSize());
  }

  private void readPart(int index) {
    long differs = lower[index].mismatch(upper[index]);
    if (differs != -1) {
      throw new IllegalStateException("the halves of the source differ at byte " + differs);
    }
  }

  private void fillPart(int index) {
    to[index].fill((byte) 0);
  }

  /** Cut a segment into parts of whole cache lines; the last takes the rest. */
  private static MemorySegment[] parts(MemorySegment segment, int count) {
    MemorySegment[] parts = new MemorySegment[count];
    long step = segment.byteSize() / count / LINE * LINE;
    for (int i = 0; i < count; i++) {
      long end = i == count - 1 ? segment.byteSize() : (i + 1) * step;
      parts[i] = segment.asSlice(i * step, end - i * step);
    }
    return parts;
  }
}
