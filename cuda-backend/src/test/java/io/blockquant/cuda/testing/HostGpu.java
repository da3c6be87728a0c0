package io.blockquant.cuda.testing;

import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/**
 * A GPU played by the host: the same kernels, the same launches, the host's memory.
 *
 * <p>Memory has guard bytes around it, which are looked at when it is handed back. For one thread.
 */
public final class HostGpu implements Gpu {

  private static final long GUARD = 256;
  private static final byte PATTERN = (byte) 0xA5;

  private final HostKernels kernels;
  private final Set<Memory> held = new HashSet<>();
  private long copiedIn;
  private long copiedOut;
  private long launches;
  private boolean intact = true;

  /** Play a chip without instructions for E2M1, or skip the test. */
  public HostGpu() {
    this(Chip.PLAIN);
  }

  /** Play a chip, or skip the test. */
  public HostGpu(Chip chip) {
    kernels = HostKernels.orSkip(chip);
  }

  @Override
  public String id() {
    return "cuda:0";
  }

  /** Return how many tensors were copied from the host. */
  public long copiedIn() {
    return copiedIn;
  }

  /** Return how many tensors were copied to the host. */
  public long copiedOut() {
    return copiedOut;
  }

  /** Return how many kernels ran. */
  public long launches() {
    return launches;
  }

  /** Return how many pieces of memory are not handed back. */
  public int held() {
    return held.size();
  }

  /** Return whether nobody wrote beside any memory. */
  public boolean isIntact() {
    held.forEach(Memory::look);
    return intact;
  }

  @Override
  public DeviceMemory allocate(long bytes) {
    Memory memory = new Memory(bytes);
    held.add(memory);
    return memory;
  }

  @Override
  public GpuStream newStream() {
    return new Stream();
  }

  @Override
  public void close() {
    Set.copyOf(held).forEach(Memory::close);
  }

  private final class Memory implements DeviceMemory {

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment whole;
    private final MemorySegment segment;

    Memory(long bytes) {
      whole = arena.allocate(bytes + 2 * GUARD, GUARD);
      whole.fill(PATTERN);
      segment = whole.asSlice(GUARD, bytes);
    }

    MemorySegment segment() {
      return segment;
    }

    void look() {
      for (long i = 0; i < GUARD; i++) {
        long behind = GUARD + segment.byteSize() + i;
        intact &= whole.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) == PATTERN;
        intact &= whole.get(java.lang.foreign.ValueLayout.JAVA_BYTE, behind) == PATTERN;
      }
    }

    @Override
    public long address() {
      return segment.address();
    }

    @Override
    public long byteSize() {
      return segment.byteSize();
    }

    @Override
    public void close() {
      if (held.remove(this)) {
        look();
        arena.close();
      }
    }
  }

  private final class Stream implements GpuStream {

    @Override
    public void copyIn(MemorySegment from, DeviceMemory to) {
      copiedIn++;
      MemorySegment.ofAddress(to.address()).reinterpret(to.byteSize()).copyFrom(from);
    }

    @Override
    public void copyOut(DeviceMemory from, MemorySegment to) {
      copiedOut++;
      to.copyFrom(MemorySegment.ofAddress(from.address()).reinterpret(from.byteSize()));
    }

    @Override
    public void zero(DeviceMemory memory) {
      ((Memory) memory).segment().fill((byte) 0);
    }

    @Override
    public void launch(String kernel, int grid, int threads, MemorySegment problem) {
      launches++;
      if (!kernels.run(kernel, problem, grid, threads)) {
        throw new IllegalArgumentException("there is no kernel " + kernel);
      }
    }

    @Override
    public void await() {
      // Everything is done when it is queued.
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
