package io.blockquant.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Give every value that stays inside a region a slot of temporary memory; values whose lives do not
 * overlap share one. Immutable.
 */
final class SlotPlan {

  /** The slot of a value that needs none: an input, a constant, a result. */
  static final int NONE = -1;

  private final int[] slots;
  private final int count;

  /** Plan a region whose steps run in this order. */
  SlotPlan(List<Step<?, ?>> steps, ValueIndex values) {
    int[] lastReader = lastReaders(steps, values);
    slots = new int[values.size()];
    Arrays.fill(slots, NONE);
    List<Integer> busyUntil = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      for (int value : values.outputsOf(step)) {
        if (lastReader[value] < Integer.MAX_VALUE) {
          slots[value] = claim(busyUntil, step, Math.max(step, lastReader[value]));
        }
      }
    }
    count = busyUntil.size();
  }

  /** The last step that reads each value; beyond all steps for what leaves the region. */
  private static int[] lastReaders(List<Step<?, ?>> steps, ValueIndex values) {
    int[] last = new int[values.size()];
    Arrays.fill(last, -1);
    for (int step = 0; step < steps.size(); step++) {
      for (int value : steps.get(step).inputs()) {
        if (value != ValueIndex.ABSENT) {
          last[value] = step;
        }
      }
    }
    for (int value : values.results()) {
      last[value] = Integer.MAX_VALUE;
    }
    return last;
  }

  private static int claim(List<Integer> busyUntil, int from, int to) {
    for (int slot = 0; slot < busyUntil.size(); slot++) {
      if (busyUntil.get(slot) < from) {
        busyUntil.set(slot, to);
        return slot;
      }
    }
    busyUntil.add(to);
    return busyUntil.size() - 1;
  }

  /** Return the slot of a value, or {@link #NONE}. */
  int slot(int value) {
    return slots[value];
  }

  /** Return the number of slots. */
  int count() {
    return count;
  }
}
