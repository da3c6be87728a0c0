package io.blockquant.cli.bench.measure;

import io.blockquant.core.diag.Diagnostic;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.util.Locale;

/** Map memory and advise the kernel on its pages: {@code mmap(2)}, {@code madvise(2)}. */
@SuppressWarnings("restricted") // what the JDK has no other door to; the launcher allows it
final class LinuxMemory {
  private static final long HUGE_PAGE = 1 << 21;
  private static final int READ_AND_WRITE = 1 | 2; // PROT_READ | PROT_WRITE
  private static final int PRIVATE_ANONYMOUS = 2 | 0x20; // MAP_PRIVATE | MAP_ANONYMOUS
  private static final int MADV_HUGEPAGE = 14;
  private static final int MADV_NOHUGEPAGE = 15;

  /** {@code void *mmap(void *, size_t, int, int, int, off_t)}. */
  public interface Map {
    /** Map memory. */
    MemorySegment call(
        MemorySegment address, long length, int protection, int flags, int file, long offset);
  }

  /** {@code int munmap(void *, size_t)}. */
  public interface Unmap {
    /** Unmap memory. */
    int call(MemorySegment address, long length);
  }

  /** {@code int madvise(void *, size_t, int)}. */
  public interface Advise {
    /** Give advice. */
    int call(MemorySegment address, long length, int advice);
  }

  private final Map map;
  private final Unmap unmap;
  private final Advise advise;

  private LinuxMemory(Map map, Unmap unmap, Advise advise) {
    this.map = map;
    this.unmap = unmap;
    this.advise = advise;
  }

  /**
   * Link the functions.
   *
   * @throws io.blockquant.core.diag.BlockquantException {@code Cli.HugePages} off Linux
   */
  static LinuxMemory link() {
    String system = System.getProperty("os.name", "");
    if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
      throw unsupported("Linux, where madvise chooses the pages of memory", system);
    }
    return new LinuxMemory(
        link(
            Map.class,
            "mmap",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG)),
        link(
            Unmap.class,
            "munmap",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG)),
        link(
            Advise.class,
            "madvise",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT)));
  }

  private static <T> T link(Class<T> type, String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().findOrThrow(name);
    return MethodHandleProxies.asInterfaceInstance(
        type, linker.downcallHandle(function, descriptor));
  }

  /** Map zeroed memory that starts on a huge page; the arena unmaps it. */
  MemorySegment allocate(long bytes, Pages pages, Arena arena) {
    long length = bytes + HUGE_PAGE;
    MemorySegment mapped =
        map.call(MemorySegment.NULL, length, READ_AND_WRITE, PRIVATE_ANONYMOUS, -1, 0);
    if (mapped.address() == -1) {
      throw unsupported("mmap of " + length + " bytes", "MAP_FAILED");
    }
    MemorySegment whole = mapped.reinterpret(length, arena, gone -> unmap.call(gone, length));
    long start = Math.ceilDiv(mapped.address(), HUGE_PAGE) * HUGE_PAGE - mapped.address();
    MemorySegment segment = whole.asSlice(start, bytes);
    int advice = pages == Pages.ON ? MADV_HUGEPAGE : MADV_NOHUGEPAGE;
    if (advise.call(whole, length, advice) != 0) {
      throw unsupported("a kernel with transparent huge pages", "madvise failed");
    }
    segment.fill((byte) 0); // a page is made when it is written first
    return segment;
  }

  private static RuntimeException unsupported(String expected, String found) {
    return Diagnostic.error("Cli.HugePages", "--huge-pages MUST be supported by the system")
        .fact("expected", expected)
        .fact("found", found)
        .help("leave the option out: memory is then what the allocator gives")
        .asException();
  }
}
