package io.blockquant.cuda;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import io.blockquant.cuda.driver.Lifetime;
import io.blockquant.cuda.kernel.Launch;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Run the steps of a region on a stream of its own. Inputs that lie on the device are read where
 * they are; results stay there, in the caller's memory where that is on the same device, and
 * whoever needs them on the host copies them.
 */
final class CudaInvocation implements Invocation {

  private final Gpu gpu;
  private final ValueIndex values;
  private final List<Step<?>> steps;
  private final GpuStream stream;

  /** Where each value lies in the run at hand. */
  private final long[] addresses;

  /** The results of the run at hand. */
  private final @Nullable Tensor[] results;

  private @Nullable Layout layout;

  CudaInvocation(
      Gpu gpu, ValueIndex values, List<Step<?>> steps, @Nullable DeviceMemory[] constants) {
    this.gpu = gpu;
    this.values = values;
    this.steps = steps;
    this.addresses = new long[values.size()];
    for (int value = 0; value < addresses.length; value++) {
      DeviceMemory constant = constants[value];
      addresses[value] = constant == null ? 0 : constant.address();
    }
    this.results = new @Nullable Tensor[values.results().length];
    this.stream = gpu.newStream();
  }

  @Override
  public void run(ExecutionContext context) {
    Tensor[] inputs = new Tensor[values.inputCount()];
    for (int input = 0; input < inputs.length; input++) {
      inputs[input] = context.input(input);
    }
    Layout bound = bind(inputs);
    for (Step<?> step : steps) {
      step.checkValues(i -> onHost(step, i, inputs));
    }
    for (int input = 0; input < inputs.length; input++) {
      addresses[input] = place(bound, input, inputs[input]);
    }
    placeResults(context, bound);
    for (int step = 0; step < steps.size(); step++) {
      launch(bound, step);
    }
    // Whoever reads the results, on whatever stream or thread, finds them complete.
    stream.await();
    for (int output = 0; output < results.length; output++) {
      Tensor result = results[output];
      if (result != null) {
        context.deliver(output, result);
      }
    }
    Arrays.fill(results, null);
  }

  /** Results go where the caller wants them on this GPU, else into memory of the layout's. */
  private void placeResults(ExecutionContext context, Layout bound) {
    int[] numbers = values.results();
    for (int output = 0; output < numbers.length; output++) {
      int value = numbers[output];
      ElementType type = bound.type(value).elementType();
      Shape shape = bound.type(value).shape().orElseThrow();
      Tensor callers = context.deviceOutput(output, type, shape);
      if (callers != null
          && callers.storage() instanceof DeviceStorage here
          && here.deviceId().equals(gpu.id())) {
        addresses[value] = here.address().orElseThrow();
        results[output] = callers;
      } else {
        DeviceMemory memory = bound.memory(value);
        addresses[value] = memory.address();
        DeviceStorage storage = new DeviceStorage(gpu, memory, stream, Lifetime.endless());
        results[output] = Tensor.of(type, shape, storage);
      }
    }
  }

  private Layout bind(Tensor[] inputs) {
    Layout last = layout;
    if (last != null && last.fits(inputs)) {
      return last;
    }
    if (last != null) {
      layout = null;
      last.close();
    }
    Layout fresh = new Layout(gpu, values, steps, inputs);
    layout = fresh;
    return fresh;
  }

  /** Values that a step makes are no zero points of a float type: no kernel writes such a check. */
  private @Nullable Tensor onHost(Step<?> step, int input, Tensor[] inputs) {
    int value = step.inputs()[input];
    return value >= 0 && value < inputs.length ? inputs[value].toHost(Arena.ofAuto()) : null;
  }

  private long place(Layout bound, int input, Tensor tensor) {
    if (tensor.storage() instanceof DeviceStorage here && here.deviceId().equals(gpu.id())) {
      return here.address().orElseThrow();
    }
    DeviceMemory memory = bound.memory(input);
    switch (tensor.storage()) {
      case Storage.Host host -> stream.copyIn(host.segment(), memory);
      case Storage.Device _ -> stream.copyIn(tensor.toHost(Arena.ofAuto()).segment(), memory);
    }
    return memory.address();
  }

  private void launch(Layout bound, int step) {
    Plan plan = bound.plan(step);
    Problem problem = plan.problem();
    List<Problem.@Nullable Field> inputFields = steps.get(step).room().inputs();
    int[] read = steps.get(step).inputs();
    for (int i = 0; i < read.length; i++) {
      Problem.Field field = inputFields.get(i);
      if (field != null) {
        problem.address(field, read[i] == ValueIndex.ABSENT ? 0 : addresses[read[i]]);
      }
    }
    int[] written = values.outputsOf(step);
    for (int i = 0; i < written.length; i++) {
      if (!values.isResult(written[i])) {
        addresses[written[i]] = bound.memory(written[i]).address();
      }
      problem.address(steps.get(step).room().outputs().get(i), addresses[written[i]]);
    }
    DeviceMemory work = bound.work(step);
    if (work != null) {
      problem.address(Problem.Field.WORK, work.address());
      stream.zero(work);
    }
    for (Launch launch : plan.launches()) {
      stream.launch(launch.kernel(), launch.grid(), launch.threads(), problem.struct());
    }
  }

  @Override
  public void close() {
    stream.close();
    Layout last = layout;
    if (last != null) {
      layout = null;
      last.close();
    }
  }
}
