package io.blockquant.core.testing;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Run a region of toy nodes without an allocation, but for what goes to a device. */
final class ToyExecutable implements Executable {

  private final ToyBackend backend;
  private final Graph region;
  private final String label;
  private final List<String> names = new ArrayList<>();
  private final int[][] reads;
  private final int[][] writes;
  private final int[] outputOf;

  ToyExecutable(ToyBackend backend, Graph region) {
    this.backend = backend;
    this.region = region;
    this.label = "executable " + backend.id() + " " + region.name();
    region.inputs().forEach(input -> names.add(input.name()));
    names.addAll(region.initializers().keySet());
    region.nodes().forEach(node -> names.addAll(node.outputs()));
    reads = indexes(region.nodes().stream().map(Node::inputs).toList());
    writes = indexes(region.nodes().stream().map(Node::outputs).toList());
    List<String> outputs = region.outputs().stream().map(Value::name).toList();
    outputOf = names.stream().mapToInt(outputs::indexOf).toArray();
    backend.ledger().opened(label);
  }

  private int[][] indexes(List<List<String>> lists) {
    return lists.stream()
        .map(list -> list.stream().mapToInt(names::indexOf).toArray())
        .toArray(int[][]::new);
  }

  @Override
  public Invocation newInvocation() {
    backend.reachInvocation();
    backend.ledger().opened("invocation of " + label);
    return new ToyInvocation();
  }

  @Override
  public void close() {
    backend.ledger().closed(label);
  }

  private final class ToyInvocation implements Invocation {
    private final Tensor[] values = new Tensor[names.size()];
    private final Tensor[][] operands = new Tensor[reads.length][];

    ToyInvocation() {
      int index = region.inputs().size();
      for (Tensor constant : region.initializers().values()) {
        values[index++] = constant;
      }
      for (int node = 0; node < reads.length; node++) {
        operands[node] = new Tensor[reads[node].length];
      }
    }

    @Override
    public void run(ExecutionContext context) {
      for (int i = 0; i < region.inputs().size(); i++) {
        values[i] = readable(context.input(i));
      }
      for (int node = 0; node < reads.length; node++) {
        backend.reach(region.nodes().get(node));
        for (int k = 0; k < reads[node].length; k++) {
          operands[node][k] = reads[node][k] < 0 ? null : values[reads[node][k]];
        }
        Shape shape = operands[node][0].shape();
        for (int k = 0; k < writes[node].length; k++) {
          write(context, node, k, shape);
        }
      }
    }

    private void write(ExecutionContext context, int node, int k, Shape shape) {
      int value = writes[node][k];
      int output = outputOf[value];
      boolean leaves = output >= 0 && !backend.isDeliveringNothing();
      Tensor tensor =
          !leaves || backend.isOnDevice()
              ? context.temporary(value, ElementType.INT64, shape)
              : context.output(output, ElementType.INT64, shape);
      Toys.compute(operands[node], tensor, k);
      values[value] = tensor;
      if (leaves && backend.isOnDevice()) {
        context.deliver(
            output, onDevice(context.deviceOutput(output, ElementType.INT64, shape), tensor));
      }
    }

    /** Where the caller wants it, else in memory of the backend's own. */
    private Tensor onDevice(@Nullable Tensor callers, Tensor tensor) {
      if (callers == null || !(callers.storage() instanceof ToyDevice device)) {
        return ToyDevice.upload(backend.deviceId(), tensor);
      }
      backend.writeCallers();
      device.copyFrom(tensor.segment());
      return callers;
    }

    /** The toy device's memory is read by its own backend; others are handed host memory. */
    private Tensor readable(Tensor tensor) {
      if (tensor.storage() instanceof ToyDevice device
          && device.deviceId().equals(backend.deviceId())) {
        backend.readOwn();
        return Tensor.of(tensor.elementType(), tensor.shape(), device.memory());
      }
      return tensor;
    }

    @Override
    public void close() {
      backend.ledger().closed("invocation of " + label);
    }
  }
}
