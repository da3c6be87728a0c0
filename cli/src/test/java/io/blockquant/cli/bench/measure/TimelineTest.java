package io.blockquant.cli.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static double[] runs(int slow, double slowNanos, int fast, double fastNanos) {
    double[] nanos = new double[slow + fast];
    Arrays.fill(nanos, 0, slow, slowNanos);
    Arrays.fill(nanos, slow, slow + fast, fastNanos);
    return nanos;
  }

  @Test
  void fullSpeedStartsWhereTheTimesSettle() {
    Timeline timeline = new Timeline(runs(30, 1000, 200, 100));
    assertEquals(1000, timeline.firstRun());
    assertEquals(100, timeline.steady());
    assertEquals(30, timeline.runsToFullSpeed());
    assertEquals(30 * 1000, timeline.fullSpeedAfter());
    assertEquals(230, timeline.runs());
  }

  @Test
  void oneFastRunAmongSlowOnesIsNotFullSpeed() {
    double[] nanos = runs(50, 1000, 100, 100);
    nanos[7] = 100;
    assertEquals(50, new Timeline(nanos).runsToFullSpeed());
  }

  @Test
  void oneSlowRunAmongFastOnesIsNoise() {
    double[] nanos = runs(10, 1000, 100, 100);
    nanos[15] = 5000;
    assertEquals(10, new Timeline(nanos).runsToFullSpeed());
  }

  @Test
  void whatWasFastFromTheStartNeedsNoRuns() {
    Timeline timeline = new Timeline(runs(0, 0, 60, 105));
    assertEquals(0, timeline.runsToFullSpeed());
    assertEquals(0, timeline.fullSpeedAfter());
    assertThrows(IllegalArgumentException.class, Timeline::new);
  }

  @Test
  void runsAreCountedAndTimed() {
    AtomicInteger calls = new AtomicInteger();
    Timeline timeline = Timeline.of(calls::incrementAndGet, Duration.ofMillis(1));
    assertEquals(calls.get(), timeline.runs());
    assertTrue(timeline.runs() >= 50, "there must be windows to judge");
    assertTrue(timeline.steady() > 0);
  }
}
