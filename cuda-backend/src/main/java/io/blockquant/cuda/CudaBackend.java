package io.blockquant.cuda;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.kernel.Room;
import java.util.Optional;

/** Runs the operators of {@link Rooms} on one GPU. */
final class CudaBackend implements Backend {

  private final Gpu gpu;

  /** Run on a GPU, which is closed with the backend. */
  CudaBackend(Gpu gpu) {
    this.gpu = gpu;
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
  public void close() {
    gpu.close();
  }
}
