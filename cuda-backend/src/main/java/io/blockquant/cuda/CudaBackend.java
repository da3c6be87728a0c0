package io.blockquant.cuda;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.DeviceAllocator;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.kernel.Room;
import java.util.Optional;

/** Runs the operators of {@link Rooms} on one GPU. */
final class CudaBackend implements Backend {

  private final Gpu gpu;
  private final DeviceTensors tensors;

  /** Run on a GPU, which is closed with the backend and the last tensor that it allocated. */
  CudaBackend(Gpu gpu) {
    this.gpu = gpu;
    this.tensors = new DeviceTensors(gpu);
  }

  @Override
  public String id() {
    return CudaProvider.ID;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    Optional<Room<?>> room = Rooms.find(node);
    return room.isPresent()
        ? Step.supports(room.get(), graph, node)
        : new Support.Unsupported("has no kernel for " + node.op());
  }

  @Override
  public Executable compile(Graph region) {
    return new CudaExecutable(region, gpu);
  }

  @Override
  public Optional<DeviceAllocator> allocator(String deviceId) {
    return deviceId.equals(gpu.id()) ? Optional.of(tensors) : Optional.empty();
  }

  @Override
  public void close() {
    tensors.close();
  }
}
