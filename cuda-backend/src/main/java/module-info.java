/** Runs block-quantized operators on NVIDIA GPUs. */
module io.blockquant.cuda {
  requires io.blockquant.core;
  requires jcuda;
  requires static org.jspecify;

  provides io.blockquant.core.spi.BackendProvider with
      io.blockquant.cuda.CudaProvider;
}
