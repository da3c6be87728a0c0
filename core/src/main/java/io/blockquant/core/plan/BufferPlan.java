package io.blockquant.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Give values slots so that values whose lifetimes are apart share one.
 *
 * @param slots the slot of each value, in the order in which the lifetimes were given
 * @param count how many slots there are
 */
record BufferPlan(List<Integer> slots, int count) {

  /**
   * When a value is needed.
   *
   * @param first the region that writes it
   * @param last the last region that reads it
   * @param bytes its size where that is known, else 0
   */
  record Lifetime(int first, int last, long bytes) {}

  BufferPlan {
    slots = List.copyOf(slots);
  }

  static BufferPlan of(List<Lifetime> lifetimes) {
    List<Integer> order = new ArrayList<>();
    for (int value = 0; value < lifetimes.size(); value++) {
      order.add(value);
    }
    order.sort(Comparator.comparingInt(value -> lifetimes.get(value).first()));
    Integer[] slots = new Integer[lifetimes.size()];
    List<Integer> busyUntil = new ArrayList<>();
    List<Long> capacity = new ArrayList<>();
    for (int value : order) {
      Lifetime lifetime = lifetimes.get(value);
      int slot = bestFree(lifetime, busyUntil, capacity);
      if (slot == busyUntil.size()) {
        busyUntil.add(0);
        capacity.add(0L);
      }
      busyUntil.set(slot, lifetime.last());
      capacity.set(slot, Math.max(capacity.get(slot), lifetime.bytes()));
      slots[value] = slot;
    }
    return new BufferPlan(Arrays.asList(slots), busyUntil.size());
  }

  /** Return the free slot whose size is nearest to the value's; a new one where none is free. */
  private static int bestFree(Lifetime lifetime, List<Integer> busyUntil, List<Long> capacity) {
    int best = busyUntil.size();
    long distance = Long.MAX_VALUE;
    for (int slot = 0; slot < busyUntil.size(); slot++) {
      // A region may read one value while it writes the next: both live in that region.
      boolean free = busyUntil.get(slot) < lifetime.first();
      long apart = Math.abs(capacity.get(slot) - lifetime.bytes());
      if (free && apart < distance) {
        best = slot;
        distance = apart;
      }
    }
    return best;
  }
}
