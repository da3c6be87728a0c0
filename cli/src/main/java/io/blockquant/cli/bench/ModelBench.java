package io.blockquant.cli.bench;

import io.blockquant.cli.bench.measure.Crew;
import io.blockquant.cli.bench.measure.Interleaved;
import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.cli.bench.measure.MemoryOps;
import io.blockquant.cli.bench.measure.Subject;
import io.blockquant.cli.bench.measure.Timings;
import io.blockquant.cli.bench.measure.WarmUp;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.run.RandomInputs;
import io.blockquant.cli.table.Table;
import io.blockquant.core.graph.Model;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.Explanation;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measure a model beside the machine's own copy. */
final class ModelBench {
  private static final long COPIED = 1 << 26;
  private static final double MILLI = 1e6;

  private final SessionSettings settings;
  private final int rounds;
  private final WarmUp warmUp;
  private final RandomInputs random;

  ModelBench(SessionSettings settings, int rounds, WarmUp warmUp, long seed) {
    this.settings = settings;
    this.rounds = rounds;
    this.warmUp = warmUp;
    this.random = new RandomInputs(seed);
  }

  /** Measure; return a table of one row. */
  Table run(Path file, Model model) {
    try (Session session = settings.open(model);
        Memory memory = new Memory();
        Crew crew = new Crew(settings.threads())) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (Value input : session.inputs()) {
        inputs.put(input.name(), random.make(input));
      }
      Map<String, Tensor> outputs = new HashMap<>(session.run(inputs));
      MemorySegment from = memory.allocate(COPIED);
      MemoryOps copy = new MemoryOps(crew, from, memory.allocate(COPIED));
      List<Timings> timings =
          new Interleaved(warmUp, rounds, () -> {})
              .run(
                  List.of(
                      new Subject("copy", copy::copy),
                      new Subject("model", () -> session.run(inputs, outputs))));
      long bytes =
          bytes(model.graph().initializers().values())
              + bytes(inputs.values())
              + bytes(outputs.values());
      return table(file, session, bytes, timings.get(0), timings.get(1));
    }
  }

  private Table table(Path file, Session session, long bytes, Timings copy, Timings run) {
    double speed = bytes / run.median();
    double copySpeed = 2 * COPIED / copy.median();
    return new Table(
            "model",
            "model",
            "backends",
            "threads",
            "rounds",
            "min_ms",
            "median_ms",
            "p95_ms",
            "bytes",
            "gb_per_s",
            "copy_gb_per_s",
            "share_of_copy")
        .row(
            file.toString(),
            backends(session.explain()),
            settings.threads(),
            run.rounds(),
            run.min() / MILLI,
            run.median() / MILLI,
            run.percentile(0.95) / MILLI,
            bytes,
            speed,
            copySpeed,
            speed / copySpeed);
  }

  private static String backends(Explanation explanation) {
    return explanation.regions().stream()
        .map(Explanation.RegionInfo::backend)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static long bytes(Collection<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::byteSize).sum();
  }
}
