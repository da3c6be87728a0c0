package io.blockquant.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CachingAllocatorTest {

  private static final long MIB = 1L << 20;

  /** A device of 100 MiB. */
  private static final class Device implements CachingAllocator.Source {
    private final Map<Long, Long> held = new HashMap<>();
    private long next = 512;
    private int calls;

    @Override
    public long allocate(long bytes) {
      calls++;
      if (used() + bytes > 100 * MIB) {
        return 0;
      }
      next += 1L << 30;
      held.put(next, bytes);
      return next;
    }

    @Override
    public void free(long address) {
      assertTrue(held.remove(address) != null, "freed twice, or never allocated");
    }

    @Override
    public long[] freeAndTotal() {
      return new long[] {100 * MIB - used(), 100 * MIB};
    }

    private long used() {
      return held.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final Device device = new Device();
  private final CachingAllocator allocator = new CachingAllocator("cuda:0", device);

  @Test
  void freedMemoryIsTheNextAllocation() {
    DeviceMemory first = allocator.allocate(5 * MIB);
    long address = first.address();
    first.close();
    assertEquals(0, allocator.usedBytes());
    assertEquals(6 * MIB, allocator.cachedBytes());
    DeviceMemory second = allocator.allocate(4 * MIB);
    assertEquals(address, second.address());
    assertEquals(4 * MIB, second.byteSize());
    assertEquals(1, device.calls);
  }

  @Test
  void aSmallAllocationDoesNotTakeALargeBlock() {
    DeviceMemory large = allocator.allocate(50 * MIB);
    large.close();
    assertNotEquals(large.address(), allocator.allocate(1000).address());
    assertEquals(1024, allocator.usedBytes());
  }

  @Test
  void closingTwiceFreesOnce() {
    DeviceMemory memory = allocator.allocate(1);
    memory.close();
    memory.close();
    assertNotEquals(allocator.allocate(1).address(), allocator.allocate(1).address());
  }

  @Test
  void theCacheGivesWayBeforeAnAllocationFails() {
    allocator.allocate(60 * MIB).close();
    allocator.allocate(90 * MIB);
    assertEquals(0, allocator.cachedBytes());
  }

  @Test
  void whatDoesNotFitIsReportedWithTheFactsAndLeavesTheRestUsable() {
    DeviceMemory held = allocator.allocate(64 * MIB);
    var error = assertThrows(BlockquantException.class, () -> allocator.allocate(40 * MIB));
    var problem = error.diagnostics().getFirst();
    assertEquals("Cuda.OutOfMemory", problem.code());
    assertTrue(problem.toString().contains(40 * MIB + " bytes"), problem.toString());
    assertTrue(problem.toString().contains(64 * MIB + " bytes in use"), problem.toString());
    assertTrue(problem.toString().contains(36 * MIB + " of " + 100 * MIB), problem.toString());
    held.close();
    allocator.allocate(40 * MIB);
  }

  @Test
  void closeFreesWhatIsInUseToo() {
    allocator.allocate(1);
    allocator.allocate(MIB).close();
    allocator.close();
    allocator.close();
    assertEquals(Map.of(), device.held);
    assertThrows(IllegalStateException.class, () -> allocator.allocate(1));
  }

  @Test
  void sizesAreRounded() {
    assertEquals(512, CachingAllocator.rounded(0));
    assertEquals(512, CachingAllocator.rounded(512));
    assertEquals(1024, CachingAllocator.rounded(513));
    assertEquals(MIB, CachingAllocator.rounded(MIB));
    assertEquals(2 * MIB, CachingAllocator.rounded(MIB + 1));
    assertEquals(4 * MIB, CachingAllocator.rounded(2 * MIB + 1));
  }
}
