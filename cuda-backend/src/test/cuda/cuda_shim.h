// What a kernel source needs to be compiled by a host compiler and run without a GPU.
//
// A thread block runs as fibres on one thread of the host, round robin; a fibre that waits for
// others (__syncthreads, a shuffle) yields. Nothing here is fast; all of it is deterministic. The
// conversions are those of the CUDA toolkit's own headers, which have host versions.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <ucontext.h>
#include <vector>

struct Problem;

namespace bq_shim {

using Kernel = void (*)(Problem);

inline std::map<std::string, Kernel>& kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}

struct Registrar {
  Registrar(const char* name, Kernel kernel) { kernels()[name] = kernel; }
};

struct Fibre {
  ucontext_t context;
  std::vector<char> stack;
  bool done;
  uint64_t waits;  // barriers of the block passed
  uint64_t warp_waits;
};

struct Block {
  ucontext_t scheduler;
  std::vector<Fibre> fibres;
  size_t threads;  // of the fibres, those of the block at hand
  std::vector<uint32_t> lanes;  // what each thread shows its warp
  size_t current;
  alignas(16) char shared[49152];
};

inline thread_local Block block;

inline void yield() { swapcontext(&block.fibres[block.current].context, &block.scheduler); }

// Wait until every thread of a range that still runs has come as far as this one.
inline void wait(size_t from, size_t to, uint64_t Fibre::*count) {
  uint64_t here = ++(block.fibres[block.current].*count);
  for (;;) {
    bool all = true;
    for (size_t i = from; i < to; i++) {
      all = all && (block.fibres[i].done || block.fibres[i].*count >= here);
    }
    if (all) {
      return;
    }
    yield();
  }
}

inline void wait_warp() {
  size_t first = block.current / 32 * 32;
  wait(first, std::min(first + 32, block.threads), &Fibre::warp_waits);
}

template <typename T>
T* shared() { return reinterpret_cast<T*>(block.shared); }

}  // namespace bq_shim

struct bq_dim { unsigned x, y, z; };
inline thread_local bq_dim bq_thread, bq_block_number, bq_block_size, bq_grid_size;
#define threadIdx bq_thread
#define blockIdx bq_block_number
#define blockDim bq_block_size
#define gridDim bq_grid_size

namespace bq_shim {

inline thread_local Kernel running;
inline thread_local const void* argument;

void enter();  // defined in shim_main.cc, where Problem is complete

inline void run_block(unsigned threads) {
  block.current = 0;
  block.threads = threads;
  while (block.fibres.size() < threads) {
    block.fibres.emplace_back().stack.resize(65536);
    block.lanes.push_back(0);
  }
  for (size_t i = 0; i < threads; i++) {
    Fibre& f = block.fibres[i];
    f.done = false;
    f.waits = f.warp_waits = 0;
    getcontext(&f.context);
    f.context.uc_stack.ss_sp = f.stack.data();
    f.context.uc_stack.ss_size = f.stack.size();
    f.context.uc_link = &block.scheduler;
    makecontext(&f.context, enter, 0);
  }
  for (size_t left = threads; left > 0;) {
    left = 0;
    for (size_t i = 0; i < threads; i++) {
      if (!block.fibres[i].done) {
        block.current = i;
        bq_thread = {(unsigned)i, 0, 0};
        swapcontext(&block.scheduler, &block.fibres[i].context);
        left += !block.fibres[i].done;
      }
    }
  }
}

}  // namespace bq_shim

inline void __syncthreads() {
  bq_shim::wait(0, bq_shim::block.threads, &bq_shim::Fibre::waits);
}

inline float __shfl_xor_sync(unsigned, float value, int distance) {
  size_t self = bq_shim::block.current;
  std::memcpy(&bq_shim::block.lanes[self], &value, 4);
  bq_shim::wait_warp();
  float other;
  std::memcpy(&other, &bq_shim::block.lanes[self ^ (size_t)distance], 4);
  bq_shim::wait_warp();  // nobody shows the next value before all have read this one
  return other;
}

inline float __fdiv_rn(float a, float b) { return a / b; }
inline float __frcp_rn(float a) { return 1.0f / a; }
inline float __fmul_rn(float a, float b) { return a * b; }
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fmaf_rn(float a, float b, float c) { return std::fma(a, b, c); }
inline int __clzll(long long v) { return v == 0 ? 64 : __builtin_clzll(v); }
inline int __clz(uint32_t v) { return v == 0 ? 32 : __builtin_clz(v); }
inline unsigned atomicMax(unsigned* at, unsigned value) {
  unsigned old = *at;
  *at = std::max(old, value);
  return old;
}
template <typename T>
T __ldg(const T* at) { T v; std::memcpy(&v, at, sizeof v); return v; }
template <typename T>
void __stcs(T* at, T v) { std::memcpy(at, &v, sizeof v); }

inline uint32_t permute(uint32_t a, uint32_t b, uint32_t selector) {
  uint64_t bytes = (uint64_t)b << 32 | a;
  uint32_t result = 0;
  for (int i = 0; i < 4; i++) {
    uint32_t choice = selector >> (4 * i) & 0xf;
    uint32_t byte = (uint32_t)(bytes >> (8 * (choice & 7))) & 0xff;
    byte = choice & 8 ? (byte & 0x80 ? 0xff : 0) : byte;
    result |= byte << (8 * i);
  }
  return result;
}

inline float max_magnitude(float m, float v) {
  return std::isnan(m) || std::isnan(v) ? std::nanf("") : std::fmax(m, std::fabs(v));
}
