package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.memory.Floats;
import io.blockquant.cpu.parallel.WorkerPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector twin against sums in float64 of what Dequantize gives. */
@Tag("vector")
final class MatMulWorkTest {
  private static final int[] ROWS = {1, 2, 3, 4, 5, 8, 13, 14, 15, 30};
  private static final int[] COLUMNS = {1, 15, 16, 17, 31, 32, 33, 64, 65, 130};
  private static final double UNIT = 0x1p-24;

  /** Formats and granularities, by name. */
  record Format(ElementType type, int blockRows, Weights.Scales scales, boolean hasZeros, float g) {
    Weights weights(int rows, int columns, boolean isTransposed, Weights.Scales kind, Random r) {
      int block = Math.min(blockRows, rows);
      return Weights.of(type, rows, columns, isTransposed, block, kind, hasZeros, g, r);
    }
  }

  static Stream<Format> formats() {
    Weights.Scales any = Weights.Scales.ANY;
    int whole = Integer.MAX_VALUE;
    return Stream.of(
        new Format(ElementType.FLOAT4E2M1, 16, Weights.Scales.E4M3, false, 0.0123f),
        new Format(ElementType.FLOAT4E2M1, 32, any, false, 1f),
        new Format(ElementType.INT4, 32, any, false, 1f),
        new Format(ElementType.INT4, 128, any, true, 1f),
        new Format(ElementType.INT4, whole, any, false, 1f),
        new Format(ElementType.UINT4, 16, any, false, 1f),
        new Format(ElementType.UINT4, 24, any, true, 1f),
        new Format(ElementType.FLOAT8E4M3FN, 32, Weights.Scales.POWERS, false, 1f),
        new Format(ElementType.FLOAT8E4M3FN, 128, any, false, 1f),
        new Format(ElementType.FLOAT8E5M2, 5, any, false, 1f),
        new Format(ElementType.INT8, whole, any, false, 1f),
        new Format(ElementType.INT8, 7, any, true, 1f),
        new Format(ElementType.UINT8, 16, any, true, 1f),
        new Format(ElementType.UINT8, 16, any, false, 1f));
  }

  private static int[] depthsOf(Format format) {
    int block = format.blockRows() > 1000 ? 40 : format.blockRows();
    return new int[] {1, block, 2 * block, 2 * block + 3, 7 * block + 1, 300};
  }

  private static MemorySegment floats(int count, IntToDoubleFunction values) {
    MemorySegment segment = Arena.ofAuto().allocate(4L * Math.max(1, count), 64);
    for (int i = 0; i < count; i++) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values.applyAsDouble(i));
    }
    return segment;
  }

  private static float[] run(PackedWeights packed, int rows, MemorySegment x, MemorySegment bias) {
    return run(packed, rows, x, bias, 1);
  }

  private static float[] run(
      PackedWeights packed, int rows, MemorySegment x, MemorySegment bias, int threads) {
    MatMulWork work = new MatMulWork(packed, rows);
    int count = rows * packed.columns();
    // Guard elements: nothing is written past the result.
    MemorySegment y = floats(count + 16, i -> 12345);
    MemorySegment exact = y.asSlice(0, 4L * count);
    work.attach(x, ElementType.FLOAT, bias, ElementType.FLOAT, exact, ElementType.FLOAT);
    try (WorkerPool pool = new WorkerPool(threads)) {
      pool.run(work, true, new Scratch());
    }
    float[] all = y.toArray(ValueLayout.JAVA_FLOAT);
    for (int i = count; i < count + 16; i++) {
      assertEquals(12345f, all[i], "element " + i + " behind the result");
    }
    return Arrays.copyOf(all, count);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void sumsOfSmallIntegersAreExactInAnyOrder(Format format) {
    Random random = new Random(7);
    for (int depth : depthsOf(format)) {
      int n = COLUMNS[random.nextInt(COLUMNS.length)];
      int m = ROWS[random.nextInt(ROWS.length)];
      boolean transposed = random.nextBoolean();
      Format plain =
          new Format(
              format.type(), format.blockRows(), Weights.Scales.POWERS, format.hasZeros(), 1);
      if (format.type().isFloating() && format.type().bits() == 8) {
        continue; // products of FP8 have too many bits for a float32 to hold all sums
      }
      Weights weights = plain.weights(depth, n, transposed, Weights.Scales.POWERS, random);
      PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
      int[] xs = random.ints((long) m * depth, -3, 4).toArray();
      float[] y = run(packed, m, floats(m * depth, i -> xs[i]), MemorySegment.NULL);
      for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
          double sum = 0;
          for (int k = 0; k < depth; k++) {
            sum += (double) weights.at(k, column) * xs[row * depth + k];
          }
          assertEquals((float) sum, y[row * n + column] + 0f, where(format, m, n, depth, row));
        }
      }
    }
  }

  private static String where(Format format, int m, int n, int depth, int row) {
    return format + " M=" + m + " N=" + n + " K=" + depth + " row " + row;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void sumsAreWithinTheBoundOfADotProduct(Format format) {
    Random random = new Random(11);
    for (int depth : depthsOf(format)) {
      for (int m : new int[] {1, 2, 3, ROWS[random.nextInt(ROWS.length)]}) {
        int n = COLUMNS[random.nextInt(COLUMNS.length)];
        Weights weights = format.weights(depth, n, random.nextBoolean(), format.scales(), random);
        PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
        float[] xs = new float[m * depth];
        for (int i = 0; i < xs.length; i++) {
          xs[i] = (float) random.nextGaussian();
        }
        MemorySegment bias = floats(n, i -> 0.25 * i);
        float[] y = run(packed, m, floats(xs.length, i -> xs[i]), bias);
        for (int row = 0; row < m; row++) {
          for (int column = 0; column < n; column++) {
            double sum = 0.25 * column;
            double magnitude = Math.abs(sum);
            for (int k = 0; k < depth; k++) {
              double product = (double) weights.at(k, column) * xs[row * depth + k];
              sum += product;
              magnitude += Math.abs(product);
            }
            double bound = (depth + 4) * UNIT * magnitude;
            String place = where(format, m, n, depth, row) + " column " + column;
            assertEquals(sum, y[row * n + column], bound, place);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void bitsDoNotDependOnThreads(Format format) {
    Random random = new Random(3);
    for (int m : new int[] {1, 2, 30}) {
      Weights weights = format.weights(300, 333, true, format.scales(), random);
      PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
      MemorySegment x = floats(m * 300, i -> random.nextGaussian());
      float[] alone = run(packed, m, x, MemorySegment.NULL, 1);
      assertArrayEquals(alone, run(packed, m, x, MemorySegment.NULL, 2));
      assertArrayEquals(alone, run(packed, m, x, MemorySegment.NULL, 3));
    }
  }

  /** The row of Inf reaches every column: NaN where the weight is zero, Inf elsewhere. */
  @ParameterizedTest
  @MethodSource("formats")
  void infinityAndNanPropagate(Format format) {
    Random random = new Random(5);
    Weights weights = format.weights(64, 40, true, format.scales(), random);
    PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
    for (float special : new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.MAX_VALUE}) {
      for (int m : new int[] {1, 3}) {
        MemorySegment x = floats(m * 64, i -> i == 5 ? special : 1);
        float[] y = run(packed, m, x, MemorySegment.NULL);
        for (int column = 0; column < 40; column++) {
          float w = weights.at(5, column);
          float expected = w * special;
          if (special == Float.MAX_VALUE) {
            // Nothing overflows that the unfused graph would not: scales come first.
            boolean survives = Math.abs(w) < 0.9;
            assertEquals(
                survives || !Float.isInfinite(expected), Float.isFinite(y[column]), "" + w);
          } else {
            assertEquals(expected, y[column], format + " column " + column);
          }
        }
      }
    }
  }

  @Test
  void halfTypesAreWidenedAndRoundedOnce() {
    Random random = new Random(9);
    Weights weights =
        Weights.of(ElementType.INT4, 64, 33, true, 16, Weights.Scales.POWERS, false, 1f, random);
    PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
    for (ElementType type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
      for (int m : new int[] {1, 5}) {
        MemorySegment x = Arena.ofAuto().allocate(2L * m * 64, 64);
        for (int i = 0; i < m * 64; i++) {
          Floats.set(x, type, i, random.nextInt(7) - 3);
        }
        MemorySegment y = Arena.ofAuto().allocate(2L * m * 33, 64);
        MatMulWork work = new MatMulWork(packed, m);
        work.attach(x, type, MemorySegment.NULL, type, y, type);
        try (WorkerPool pool = new WorkerPool(1)) {
          pool.run(work, true, new Scratch());
        }
        MemorySegment expected = Arena.ofAuto().allocate(2, 64);
        for (int i = 0; i < m * 33; i++) {
          double sum = 0;
          for (int k = 0; k < 64; k++) {
            sum += (double) weights.at(k, i % 33) * Floats.get(x, type, i / 33 * 64L + k);
          }
          Floats.set(expected, type, 0, (float) sum);
          assertEquals(Floats.get(expected, type, 0), Floats.get(y, type, i));
        }
      }
    }
  }

  @Test
  void packedWeightsAreSmall() {
    record Wanted(Format format, double bytes) {}
    List<Wanted> all = new ArrayList<>();
    all.add(
        new Wanted(
            new Format(ElementType.FLOAT4E2M1, 16, Weights.Scales.E4M3, false, 0.01f), 0.5625));
    all.add(new Wanted(new Format(ElementType.INT4, 64, Weights.Scales.ANY, false, 1f), 0.5625));
    all.add(
        new Wanted(
            new Format(ElementType.FLOAT8E4M3FN, 32, Weights.Scales.POWERS, false, 1f), 1.03125));
    for (Wanted wanted : all) {
      Weights weights =
          wanted.format().weights(512, 512, true, wanted.format().scales(), new Random(1));
      PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
      assertEquals(wanted.bytes(), packed.residentBytes() / (512.0 * 512));
      assertTrue(packed.paddedRows() >= 512);
    }
  }

  /** What boxes vectors shows here: C2 must inline every call of the Vector API. */
  @ParameterizedTest
  @MethodSource("formats")
  void steadyStateAllocatesNothing(Format format) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
    Random random = new Random(13);
    Weights weights = format.weights(512, 256, true, format.scales(), random);
    PackedWeights packed = WeightPacker.pack(weights.source(), Arena.ofAuto());
    for (int m : new int[] {1, 30}) {
      MemorySegment x = floats(m * 512, i -> random.nextGaussian());
      MemorySegment y = floats(m * 256, i -> 0);
      MatMulWork work = new MatMulWork(packed, m);
      Scratch scratch = new Scratch();
      try (WorkerPool pool = new WorkerPool(1)) {
        // Compiled code counts; what the interpreter boxes on the way there does not.
        long least = Long.MAX_VALUE;
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (least > 0 && System.nanoTime() < deadline) {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int run = 0; run < 20; run++) {
            work.attach(
                x, ElementType.FLOAT, MemorySegment.NULL, ElementType.FLOAT, y, ElementType.FLOAT);
            pool.run(work, true, scratch);
          }
          least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes allocated by 20 runs of " + m + " rows");
      }
    }
  }
}
