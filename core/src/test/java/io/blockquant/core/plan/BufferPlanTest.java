package io.blockquant.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.blockquant.core.plan.BufferPlan.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BufferPlanTest {

  @Test
  void sharesASlotOnceTheLastReaderIsDone() {
    BufferPlan plan =
        BufferPlan.of(List.of(new Lifetime(0, 1, 8), new Lifetime(1, 2, 8), new Lifetime(2, 3, 8)));
    assertEquals(List.of(0, 1, 0), plan.slots());
    assertEquals(2, plan.count());
  }

  @Test
  void prefersTheSlotOfTheNearestSize() {
    BufferPlan plan =
        BufferPlan.of(
            List.of(
                new Lifetime(0, 1, 1000),
                new Lifetime(0, 1, 10),
                new Lifetime(2, 3, 12),
                new Lifetime(2, 3, 900)));
    assertEquals(List.of(0, 1, 1, 0), plan.slots());
  }

  /** The greedy choice needs as many slots as values live at once, and no two of those share. */
  @Test
  void neverSharesBetweenOverlappingLifetimesAndNeedsNoMoreThanLiveAtOnce() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Lifetime> lifetimes = new ArrayList<>();
      for (int i = 0; i < random.nextInt(30); i++) {
        int first = random.nextInt(20);
        lifetimes.add(new Lifetime(first, first + random.nextInt(6), random.nextInt(3) * 64L));
      }
      BufferPlan plan = BufferPlan.of(lifetimes);
      int most = 0;
      for (int region = 0; region < 30; region++) {
        int live = 0;
        for (Lifetime lifetime : lifetimes) {
          live += lifetime.first() <= region && region <= lifetime.last() ? 1 : 0;
        }
        most = Math.max(most, live);
      }
      assertEquals(most, plan.count(), "seed " + seed);
      for (int i = 0; i < lifetimes.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (lifetimes.get(i).first() <= lifetimes.get(j).last()
              && lifetimes.get(j).first() <= lifetimes.get(i).last()) {
            assertNotEquals(plan.slots().get(i), plan.slots().get(j), "seed " + seed);
          }
        }
      }
    }
  }
}
