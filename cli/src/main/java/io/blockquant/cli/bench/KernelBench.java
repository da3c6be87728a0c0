package io.blockquant.cli.bench;

import io.blockquant.cli.bench.Rows.Row;
import io.blockquant.cli.bench.measure.Crew;
import io.blockquant.cli.bench.measure.Interleaved;
import io.blockquant.cli.bench.measure.MachineFacts;
import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.cli.bench.measure.MemoryOps;
import io.blockquant.cli.bench.measure.Pages;
import io.blockquant.cli.bench.measure.Subject;
import io.blockquant.cli.bench.measure.Timings;
import io.blockquant.cli.bench.measure.WarmUp;
import io.blockquant.cli.bench.workload.Data;
import io.blockquant.cli.bench.workload.KernelCase;
import io.blockquant.cli.bench.workload.KernelRun;
import io.blockquant.cli.progress.Progress;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measure kernels on one shape and one number of threads, beside copy, read and fill. */
final class KernelBench {

  private final List<KernelCase> cases;
  private final int rounds;
  private final WarmUp warmUp;
  private final Map<String, String> settings;
  private final Pages pages;
  private final PrintWriter err;

  KernelBench(
      List<KernelCase> cases,
      int rounds,
      WarmUp warmUp,
      Map<String, String> settings,
      Pages pages,
      PrintWriter err) {
    this.cases = List.copyOf(cases);
    this.rounds = rounds;
    this.warmUp = warmUp;
    this.settings = Map.copyOf(settings);
    this.pages = pages;
    this.err = err;
  }

  /** Measure; kernels whose constraints the shape breaks are named on stderr and left out. */
  Rows run(Shape shape, int threads) {
    List<KernelRun> opened = new ArrayList<>();
    long array = shape.elementCount() * Float.BYTES;
    try (Memory memory = new Memory(pages);
        Crew crew = new Crew(MemoryOps.usefulThreads(array, threads))) {
      Data data = new Data(memory, shape);
      Tensor x = data.x(ElementType.FLOAT);
      MemorySegment target = memory.allocate(KernelRun.roomForOutputs(shape));
      MemoryOps memoryOps = new MemoryOps(crew, x.segment(), target.asSlice(0, array));
      List<KernelCase> fitting = open(data, target, threads, opened);
      return measure(shape, threads, memoryOps, fitting, opened);
    } finally {
      opened.forEach(KernelRun::close);
    }
  }

  private List<KernelCase> open(
      Data data, MemorySegment target, int threads, List<KernelRun> opened) {
    List<KernelCase> fitting = new ArrayList<>();
    Map<String, List<String>> skipped = new TreeMap<>();
    for (KernelCase kernel : cases) {
      try {
        opened.add(KernelRun.open(kernel.workload(data), target, threads, settings));
        fitting.add(kernel);
      } catch (BlockquantException e) {
        String why = e.diagnostics().getFirst().toString().lines().findFirst().orElse("");
        skipped.computeIfAbsent(why, _ -> new ArrayList<>()).add(kernel.toString());
      }
    }
    skipped.forEach((why, names) ->
        err.printf(
            "bench: %s: not measured: %s: %s%n",
            KernelTables.text(data.shape()), String.join(", ", names), why));
    err.flush();
    return fitting;
  }

  private Rows measure(
      Shape shape, int threads, MemoryOps memory, List<KernelCase> kernels, List<KernelRun> runs) {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(new Subject("copy", memory::copy));
    subjects.add(new Subject("read", memory::read));
    subjects.add(new Subject("fill", memory::fill));
    int first = subjects.size();
    for (int i = 0; i < runs.size(); i++) {
      subjects.add(new Subject(kernels.get(i).toString(), runs.get(i)::run));
    }
    String task = KernelTables.text(shape) + " on " + threads;
    List<Timings> timings;
    try (Progress progress =
        Progress.start(err, task, Interleaved.steps(subjects.size(), rounds))) {
      timings = new Interleaved(warmUp, rounds, progress::step).run(subjects);
    }
    long array = shape.elementCount() * Float.BYTES;
    String asked =
        pages == Pages.DEFAULT
            ? ""
            : ", huge pages " + pages + " (" + MachineFacts.hugePagesInUse() + ")";
    Rows rows = new Rows(shape, threads, asked);
    rows.add(Row.ofMemory("copy", 2 * array, timings.get(0)));
    rows.add(Row.ofMemory("read", array, timings.get(1)));
    rows.add(Row.ofMemory("fill", array, timings.get(2)));
    for (int i = 0; i < runs.size(); i++) {
      KernelRun run = runs.get(i);
      rows.add(Row.of(kernels.get(i), run.bytesMoved(), run.kernel(), timings.get(first + i)));
    }
    return rows;
  }
}
