package io.blockquant.cuda;

/** Probes in a process of its own, where nothing has loaded JCuda before. */
final class ProbeMain {

  private ProbeMain() {}

  /** Probe twice; print nothing unless the answers differ. */
  public static void main(String[] args) {
    CudaProvider provider = new CudaProvider();
    if (!provider.probe().equals(provider.probe())) {
      throw new IllegalStateException("two probes answer differently");
    }
  }
}
