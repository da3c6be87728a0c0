package io.blockquant.cuda;

import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import io.blockquant.cuda.kernel.Launch;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Run the steps of a region on a stream of its own. Inputs that lie on the device are read where
 * they are; results stay there, and whoever needs them on the host copies them.
 */
final class CudaInvocation implements Invocation {

  private final Gpu gpu;
  private final ValueIndex values;
  private final List<Step<?>> steps;
  private final GpuStream stream;

  /** Where each value lies in the run at hand. */
  private final long[] addresses;

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
    for (int step = 0; step < steps.size(); step++) {
      launch(bound, step);
    }
    // Whoever reads the results, on whatever stream or thread, finds them complete.
    stream.await();
    int[] results = values.results();
    for (int output = 0; output < results.length; output++) {
      int value = results[output];
      context.deliver(
          output,
          Tensor.of(
              bound.type(value).elementType(),
              bound.type(value).shape().orElseThrow(),
              new DeviceStorage(gpu, bound.memory(value))));
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
      return here.address();
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
      addresses[written[i]] = bound.memory(written[i]).address();
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
