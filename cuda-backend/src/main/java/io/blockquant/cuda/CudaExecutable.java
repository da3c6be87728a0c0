package io.blockquant.cuda;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.driver.GpuStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hold a region as steps, and its constants on the device, where they stay. */
final class CudaExecutable implements Executable {

  private final Gpu gpu;
  private final ValueIndex values;
  private final List<Step<?>> steps = new ArrayList<>();
  private final @Nullable DeviceMemory[] constants;

  CudaExecutable(Graph region, Gpu gpu) {
    this.gpu = gpu;
    this.values = new ValueIndex(region);
    for (Node node : region.nodes()) {
      steps.add(Step.of(Rooms.find(node).orElseThrow(), region, node, values));
    }
    this.constants = new @Nullable DeviceMemory[values.size()];
    try {
      upload();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void upload() {
    try (GpuStream stream = gpu.newStream()) {
      for (int value = 0; value < constants.length; value++) {
        Tensor tensor = values.constant(value);
        if (tensor != null && isRead(value)) {
          DeviceMemory memory = gpu.allocate(tensor.byteSize());
          constants[value] = memory;
          stream.copyIn(tensor.segment(), memory);
        }
      }
      stream.await();
    }
  }

  /** A constant that the plans have in themselves needs no place on the device. */
  private boolean isRead(int value) {
    for (Step<?> step : steps) {
      for (int i = 0; i < step.inputs().length; i++) {
        if (step.inputs()[i] == value && step.room().inputs().get(i) != null) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public Invocation newInvocation() {
    return new CudaInvocation(gpu, values, steps, constants);
  }

  @Override
  public void close() {
    for (int value = 0; value < constants.length; value++) {
      DeviceMemory memory = constants[value];
      if (memory != null) {
        memory.close();
        constants[value] = null;
      }
    }
  }
}
