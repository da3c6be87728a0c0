/** Runs block-quantized operators on the CPU, on the Vector API where it is present. */
module io.blockquant.cpu {
  requires io.blockquant.core;
  requires jdk.incubator.vector;
  requires static org.jspecify;

  provides io.blockquant.core.spi.BackendProvider with
      io.blockquant.cpu.CpuProvider;
}
