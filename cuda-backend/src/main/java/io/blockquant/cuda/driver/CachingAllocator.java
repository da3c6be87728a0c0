package io.blockquant.cuda.driver;

import io.blockquant.core.diag.Diagnostic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keep freed memory for the next allocation: the driver takes longer to allocate than many a kernel
 * to run, and freeing waits for the device. Thread-safe.
 */
final class CachingAllocator implements AutoCloseable {

  /** What allocates in earnest. */
  interface Source {

    /** Return an address, or 0 if there is not enough memory. */
    long allocate(long bytes);

    /** Free what {@link #allocate} returned. */
    void free(long address);

    /** Return how many bytes are free and how many there are, as the driver sees it. */
    long[] freeAndTotal();
  }

  private static final long SMALL = 1L << 20;
  private static final long SMALLEST = 512;
  private static final long GRANULE = 2L << 20;

  /** A cached block may be this many times larger than what is asked for. */
  private static final long SLACK = 2;

  private final String device;
  private final Source source;
  private final TreeMap<Long, Deque<Long>> cached = new TreeMap<>();
  private final Set<Block> used = new HashSet<>();
  private long usedBytes;
  private long cachedBytes;
  private boolean closed;

  CachingAllocator(String device, Source source) {
    this.device = device;
    this.source = source;
  }

  /**
   * Return memory.
   *
   * @throws io.blockquant.core.diag.BlockquantException if there is not enough, even without a
   *     cache
   */
  synchronized DeviceMemory allocate(long bytes) {
    if (closed) {
      throw new IllegalStateException(device + " is closed");
    }
    long size = rounded(bytes);
    Map.Entry<Long, Deque<Long>> fit = cached.ceilingEntry(size);
    Block block;
    if (fit != null && fit.getKey() <= size * SLACK) {
      block = new Block(fit.getValue().pop(), bytes, fit.getKey());
      cachedBytes -= fit.getKey();
      if (fit.getValue().isEmpty()) {
        cached.remove(fit.getKey());
      }
    } else {
      block = new Block(fresh(bytes, size), bytes, size);
    }
    used.add(block);
    usedBytes += block.size;
    return block;
  }

  private long fresh(long bytes, long size) {
    long address = source.allocate(size);
    if (address == 0 && cachedBytes > 0) {
      trim();
      address = source.allocate(size);
    }
    if (address == 0) {
      long[] memory = source.freeAndTotal();
      throw Diagnostic.error("Cuda.OutOfMemory", "what a run needs MUST fit the memory of the GPU")
          .fact("device", device)
          .fact("asked", bytes + " bytes")
          .fact("held", usedBytes + " bytes in use by this process's session")
          .fact("free", memory[0] + " of " + memory[1] + " bytes, all processes counted")
          .help("run smaller batches, fewer runs at a time, or another backend")
          .asException();
    }
    return address;
  }

  static long rounded(long bytes) {
    if (bytes <= SMALL) {
      return Math.max(SMALLEST, Long.highestOneBit(Math.max(1, bytes) * 2 - 1));
    }
    return Math.ceilDiv(bytes, GRANULE) * GRANULE;
  }

  private synchronized void release(Block block) {
    if (!used.remove(block)) {
      return;
    }
    usedBytes -= block.size;
    cachedBytes += block.size;
    cached.computeIfAbsent(block.size, _ -> new ArrayDeque<>()).push(block.address);
  }

  /** Free what nobody uses. */
  synchronized void trim() {
    cached.values().forEach(addresses -> addresses.forEach(source::free));
    cached.clear();
    cachedBytes = 0;
  }

  /** Return how many bytes are in use. */
  synchronized long usedBytes() {
    return usedBytes;
  }

  /** Return how many bytes are kept for later. */
  synchronized long cachedBytes() {
    return cachedBytes;
  }

  /** Free everything, what is in use included. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    trim();
    used.forEach(block -> source.free(block.address));
    used.clear();
    usedBytes = 0;
  }

  private final class Block implements DeviceMemory {

    private final long address;
    private final long bytes;
    private final long size;

    Block(long address, long bytes, long size) {
      this.address = address;
      this.bytes = bytes;
      this.size = size;
    }

    @Override
    public long address() {
      return address;
    }

    @Override
    public long byteSize() {
      return bytes;
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
