package io.blockquant.cli.bench.workload;

import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Hold the inputs of one shape, each made when it is first asked for and shared by all kernels.
 *
 * <p>x is Gaussian by a fixed seed. It repeats after 2^20 elements at most, and its second half
 * equals its first: what reads memory cannot tell, and large arrays are made quickly.
 */
public final class Data {

  /**
   * A quantized x.
   *
   * @param q the codes
   * @param s the scales
   */
  public record Codes(Tensor q, Tensor s) {}

  private static final long SEED = 20_261_123;
  private static final long LONGEST_PERIOD = 1 << 20;

  private final Memory memory;
  private final Shape shape;
  private final Map<ElementType, Tensor> floats = new EnumMap<>(ElementType.class);
  private final Map<String, Codes> quantized = new HashMap<>();

  /** Prepare inputs of a shape in {@code memory}. */
  public Data(Memory memory, Shape shape) {
    this.memory = memory;
    this.shape = shape;
  }

  /** Return the shape of x. */
  public Shape shape() {
    return shape;
  }

  /** Return x as FLOAT, FLOAT16 or BFLOAT16. */
  public Tensor x(ElementType type) {
    return floats.computeIfAbsent(type, this::makeX);
  }

  /**
   * Return what a graph makes of x.
   *
   * @param key names the graph: one is run once
   * @param graph takes FLOAT {@code x} and returns the codes {@code q} and one more output
   */
  public Codes quantized(String key, Supplier<Graph> graph) {
    return quantized.computeIfAbsent(
        key,
        _ -> {
          List<Tensor> results = run(graph.get());
          return new Codes(results.get(0), results.get(1));
        });
  }

  /** Return what a graph makes of x by scales that are given. */
  public Codes quantized(String key, Tensor scale, Supplier<Graph> graph) {
    return quantized.computeIfAbsent(key, _ -> new Codes(run(graph.get()).getFirst(), copy(scale)));
  }

  private List<Tensor> run(Graph graph) {
    try (Session session = Session.builder(graph).backends("cpu").open()) {
      return session.run(Map.of("x", x(ElementType.FLOAT))).values().stream()
          .map(this::copy)
          .toList();
    }
  }

  /** Keep all that is measured in the same kind of memory. */
  private Tensor copy(Tensor result) {
    Tensor kept = memory.tensor(result.elementType(), result.shape());
    kept.segment().copyFrom(result.segment());
    return kept;
  }

  private Tensor makeX(ElementType type) {
    Tensor x = memory.tensor(type, shape);
    long half = shape.elementCount() / 2;
    long period = Math.min(LONGEST_PERIOD, Math.max(1, half));
    SplittableRandom random = new SplittableRandom(SEED);
    for (long i = 0; i < Math.min(period, shape.elementCount()); i++) {
      Elements.setValue(x, i, random.nextGaussian());
    }
    long bytes = type.bits() / Byte.SIZE;
    repeat(x.segment().asSlice(0, half * bytes), period * bytes);
    repeat(x.segment(), half * bytes);
    return x;
  }

  private static void repeat(MemorySegment segment, long period) {
    for (long done = period; period > 0 && done < segment.byteSize(); ) {
      long more = Math.min(done, segment.byteSize() - done);
      MemorySegment.copy(segment, 0, segment, done, more);
      done += more;
    }
  }
}
