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

// Compare the ways to E2M1 on floats by their bits, from the first one in steps: the rules written for
// reading, the arithmetic of chips without the instruction, the toolkit's version of the instruction.
extern "C" uint64_t bq_e2m1_differences(uint32_t first, uint32_t step, uint64_t count) {
  uint64_t differences = 0;
  for (uint32_t bits = first; count > 0; count--, bits += step) {
    bool is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
    float q = float_of(is_nan ? bits | 0x400000u : bits);  // no quotient is a signalling NaN
    uint32_t rule = encode(E2M1, q, 0, true);
    uint32_t sign = q != q ? 0 : bits >> 28 & 8;
    uint32_t sums = (e2m1_magnitude<true>(q) & 7) | sign;
    uint32_t pair = e2m1_pair(q, float_of(bits_of(q) ^ 0x80000000u));
    uint32_t other = q != q ? rule : rule ^ 8;
    differences += sums != rule || (pair & 15) != rule || pair >> 4 != other;
  }
  return differences;
}

extern "C" const char* bq_kernel(int index) {
  for (auto& entry : bq_shim::kernels()) {
    if (index-- == 0) {
      return entry.first.c_str();
    }
  }
  return nullptr;
}
