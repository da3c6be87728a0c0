// The kernels of this module as a host library: bq_launch runs one by name.
#define BLOCKQUANT_HOST
#include "cuda_shim.h"
#include "dynamicquantize/dynamicquantize.cu"
#include "quantize/quantize.cu"
#include "dequantize/dequantize.cu"
#include "cast/cast.cu"
#include "bitcast/bitcast.cu"

void bq_shim::enter() {
  running(*static_cast<const Problem*>(argument));
  block.fibres[block.current].done = true;
}

// Run a kernel; 0, or 1 if there is none of that name.
extern "C" int bq_launch(const char* name, const Problem* problem, unsigned grid, unsigned threads) {
  auto found = bq_shim::kernels().find(name);
  if (found == bq_shim::kernels().end()) {
    return 1;
  }
  bq_shim::running = found->second;
  bq_shim::argument = problem;
  blockDim = {threads, 1, 1};
  gridDim = {grid, 1, 1};
  for (unsigned b = 0; b < grid; b++) {
    blockIdx = {b, 0, 0};
    bq_shim::run_block(threads);
  }
  return 0;
}

extern "C" const char* bq_kernel(int index) {
  for (auto& entry : bq_shim::kernels()) {
    if (index-- == 0) {
      return entry.first.c_str();
    }
  }
  return nullptr;
}
