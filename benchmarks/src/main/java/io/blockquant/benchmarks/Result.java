package io.blockquant.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.blockquant.cli.bench.Sizes;
import io.blockquant.cli.bench.measure.Timings;
import java.util.ArrayList;
import java.util.List;

/**
 * Hold one benchmark of a result file of JMH.
 *
 * @param kernel the operator, {@code copy}, {@code read}, {@code fill}, or the peer
 * @param recipe formats and granularity; empty for memory
 * @param type the type on the float side
 * @param size the bytes of the float32 array, as JMH was told
 * @param threads the threads that a call computes on
 * @param timings nanoseconds per call, one figure per iteration of every fork
 */
record Result(
    String kernel, String recipe, String type, String size, int threads, Timings timings) {

  private static final String MEMORY = "Memory";
  private static final String PEER = "OrtQuantizeLinear";

  /** Read one element of the array that JMH writes. */
  static Result of(JsonNode json) {
    String[] name = json.path("benchmark").asText().split("\\.");
    if (name.length < 2) {
      throw new IllegalArgumentException("no benchmark's name: " + json.path("benchmark"));
    }
    String method = name[name.length - 1];
    String room = name[name.length - 2].replaceFirst("Benchmark$", "");
    JsonNode params = json.path("params");
    return new Result(
        switch (room) {
          case MEMORY -> method;
          case PEER -> "ONNX Runtime QuantizeLinear";
          default -> room;
        },
        params.path("recipe").asText(),
        params.path("type").asText("FLOAT"),
        params.path("size").asText(),
        params.path("threads").asInt(),
        timings(json.path("primaryMetric")));
  }

  /** Return the elements that a call computes. */
  long elements() {
    return Sizes.ofBytes(size).elementCount();
  }

  /** Return {@code true} if this is the copy that {@code other} is compared with. */
  boolean isCopyFor(Result other) {
    return kernel.equals("copy") && size.equals(other.size) && threads == other.threads;
  }

  private static Timings timings(JsonNode metric) {
    String unit = metric.path("scoreUnit").asText();
    if (!unit.equals("ns/op")) {
      throw new IllegalArgumentException("expected ns/op, found '" + unit + "'");
    }
    List<Double> nanos = new ArrayList<>();
    metric.path("rawData").forEach(fork -> fork.forEach(score -> nanos.add(score.asDouble())));
    return new Timings(nanos.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
