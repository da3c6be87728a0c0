package io.blockquant.cuda;

import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.spi.BackendProvider;
import io.blockquant.core.spi.Device;
import io.blockquant.cuda.testing.HostGpu;
import java.util.ArrayList;
import java.util.List;

/**
 * Offer GPUs that the host plays as the backend {@code cuda-host}, by name only: what sessions do
 * with a GPU can be seen without one. All of them are the same device, as the primary contexts of
 * one GPU are. For one thread.
 */
public final class HostProvider implements BackendProvider {

  static final String ID = "cuda-host";

  private static final List<HostGpu> OPENED = new ArrayList<>();

  /** Start counting anew; the test is skipped where there is no such GPU. */
  static void reset() {
    OPENED.clear();
    OPENED.add(new HostGpu());
  }

  /** Return how many tensors were copied to GPUs. */
  static long copiedIn() {
    return OPENED.stream().mapToLong(HostGpu::copiedIn).sum();
  }

  /** Return how many tensors were copied from GPUs. */
  static long copiedOut() {
    return OPENED.stream().mapToLong(HostGpu::copiedOut).sum();
  }

  /** Return how many pieces of memory are not handed back. */
  static int held() {
    return OPENED.stream().mapToInt(HostGpu::held).sum();
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Availability probe() {
    return new Availability.Available(List.of(new Device("cuda:0", "this host", "for tests")));
  }

  @Override
  public Backend open(BackendOptions options) {
    HostGpu gpu = new HostGpu();
    OPENED.add(gpu);
    return new CudaBackend(gpu);
  }

  @Override
  public int rank() {
    return -1;
  }
}
