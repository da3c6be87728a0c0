// DynamicQuantize where blocks are tiles of a matrix: a thread block per tile, one pass over memory.
//
// The tile stays in registers between its largest magnitude and its codes. Tiles at the ends of rows
// and columns may be partial.
#pragma once

#include "encoder.cuh"

template <int32_t TYPE, int32_t DATA, int32_t SCALE, int VECTORS, int TILE_THREADS>
BQ_DEVICE void quantize_tiles(const Problem& p) {
  constexpr int COUNT = 16 / bytes_of(TYPE);
  using Coder = Encoder<DATA, SCALE>;
#ifdef __CUDA_ARCH__
  __shared__ float warp_amax[TILE_THREADS / 32];
#else
  float* warp_amax = bq_shim::shared<float>();
#endif
  int64_t tiles = p.count[1];
  int64_t tile_row = blockIdx.x / tiles, tile_column = blockIdx.x % tiles;
  int64_t row = tile_row * p.block[0], column = tile_column * p.block[1];
  int64_t left_rows = p.extent[0] - row, left_columns = p.extent[1] - column;
  uint32_t height = (uint32_t)(left_rows < p.block[0] ? left_rows : p.block[0]);
  uint32_t width = (uint32_t)(left_columns < p.block[1] ? left_columns : p.block[1]) / COUNT;
  uint32_t total = height * width;  // vectors
  int64_t first = row * p.extent[1] + column;
  bool is_whole = width * COUNT == (uint32_t)p.block[1];
  // A division by the width of whole tiles costs a shift: it is a power of two nearly always.
  uint32_t shift = 31 - __clz(width);
  bool shifts = is_whole && (width & (width - 1)) == 0;

  // Where a vector of the tile lies; asked twice, as remembering costs more registers than shifting.
  auto place = [&](int i) {
    uint32_t number = i * TILE_THREADS + threadIdx.x;
    uint32_t r = shifts ? number >> shift : number / width;
    return first + r * p.extent[1] + (int64_t)((number - r * width) * COUNT);
  };
  Values<TYPE, COUNT> v[VECTORS];
  float amax = 0.0f;
#pragma unroll
  for (int i = 0; i < VECTORS; i++) {
    if (i * TILE_THREADS + threadIdx.x < total) {
      v[i].load(p.x + place(i) * bytes_of(TYPE));
    } else {
      v[i].clear();
    }
  }
#pragma unroll
  for (int i = 0; i < VECTORS; i++) {
    amax = max_magnitude(amax, v[i].amax());
  }
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    amax = max_magnitude(amax, __shfl_xor_sync(0xffffffffu, amax, distance));
  }
  if (threadIdx.x % 32 == 0) {
    warp_amax[threadIdx.x / 32] = amax;
  }
  __syncthreads();
#pragma unroll
  for (int warp = 0; warp < TILE_THREADS / 32; warp++) {
    amax = max_magnitude(amax, warp_amax[warp]);
  }
  bool is_fast = Coder::is_fast(amax);
  if (!is_fast) {
    // NaN, Inf or a scale out of range: the same walk with what the reference does.
    __syncthreads();
    amax = 0.0f;
#pragma unroll
    for (int i = 0; i < VECTORS; i++) {
#pragma unroll
      for (int k = 0; k < COUNT; k++) {
        amax = larger(amax, fabsf(v[i].at(k)));
      }
    }
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
      amax = larger(amax, __shfl_xor_sync(0xffffffffu, amax, distance));
    }
    if (threadIdx.x % 32 == 0) {
      warp_amax[threadIdx.x / 32] = amax;
    }
    __syncthreads();
#pragma unroll
    for (int warp = 0; warp < TILE_THREADS / 32; warp++) {
      amax = larger(amax, warp_amax[warp]);
    }
    BlockScale scale = block_scale(p, DATA, SCALE, amax);
    if (threadIdx.x == 0) {
      store_scale(p, SCALE, blockIdx.x, scale);
    }
#pragma unroll 1
    for (uint32_t number = threadIdx.x; number < total; number += TILE_THREADS) {
      uint32_t r = number / width;
      int64_t element = first + r * p.extent[1] + (int64_t)(number - r * width) * COUNT;
      for (int k = 0; k < COUNT; k++) {
        float x = read_value(p.x, TYPE, element + k);
        ((uint8_t*)p.y)[element + k] = (uint8_t)block_code(DATA, x, scale.effective);
      }
    }
    return;
  }
  Coder coder(p, amax);
  if (threadIdx.x == 0) {
    store_scale(p, SCALE, blockIdx.x, coder.scale());
  }
#pragma unroll
  for (int i = 0; i < VECTORS; i++) {
    if (i * TILE_THREADS + threadIdx.x < total) {
      store_codes<DATA>(p.y + place(i), coder, v[i]);
    }
  }
}
