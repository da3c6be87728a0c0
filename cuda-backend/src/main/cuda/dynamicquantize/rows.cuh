// DynamicQuantize where blocks are runs of neighbours: one pass over memory.
//
// LANES neighbouring threads share a block, each with BLOCK / LANES elements in registers.
#pragma once

#include "encoder.cuh"

// R1 over one run, as the reference reads; returns the codes of [from, from + count) by bytes.
template <int32_t TYPE, int32_t DATA, int32_t SCALE>
BQ_DEVICE_CALL void quantize_run(
    const Problem& p, int64_t block, int64_t size, int from, int count) {
  int64_t first = block * size;
  float amax = 0.0f;
  for (int64_t i = 0; i < size; i++) {
    amax = larger(amax, fabsf(read_value(p.x, TYPE, first + i)));
  }
  BlockScale scale = block_scale(p, DATA, SCALE, amax);
  if (from == 0) {
    store_scale(p, SCALE, block, scale);
  }
  int width = width_of(DATA);
  CodeWriter writer = CodeWriter::at(p.y, width, first + from);
  for (int i = from; i < from + count; i++) {
    float x = read_value(p.x, TYPE, first + i);
    CodeWriter::put(writer, block_code(DATA, x, scale.effective), width);
  }
  CodeWriter::close(writer);
}

// What one thread does to its part of a block; all threads of a warp come here together.
template <int32_t TYPE, int32_t DATA, int32_t SCALE, int BLOCK, int LANES>
BQ_DEVICE void quantize_part(
    const Problem& p, int64_t part, const Values<TYPE, BLOCK / LANES>& v, bool is_active) {
  constexpr int COUNT = BLOCK / LANES;
  constexpr int CODE_BITS = DATA == E2M1 ? 4 : 8;
  using Coder = Encoder<DATA, SCALE>;
  float amax = v.amax();
#pragma unroll
  for (int distance = 1; distance < LANES; distance *= 2) {
    amax = max_magnitude(amax, __shfl_xor_sync(0xffffffffu, amax, distance));
  }
  if (!is_active) {
    return;
  }
  int64_t block = part / LANES;
  int lane = (int)(part % LANES);
  if (!Coder::is_fast(amax)) {
    quantize_run<TYPE, DATA, SCALE>(p, block, BLOCK, lane * COUNT, COUNT);
    return;
  }
  Coder coder(p, amax);
  if (lane == 0) {
    store_scale(p, SCALE, block, coder.scale());
  }
  store_codes<DATA>(p.y + part * (COUNT * CODE_BITS / 8), coder, v);
}

// A thread per part of a block.
template <int32_t TYPE, int32_t DATA, int32_t SCALE, int BLOCK, int LANES>
BQ_DEVICE void quantize_rows(const Problem& p) {
  constexpr int COUNT = BLOCK / LANES;
  int64_t part = global_thread();
  bool is_active = part < p.blocks * LANES;
  Values<TYPE, COUNT> v;
  if (is_active) {
    v.load(p.x + part * (COUNT * bytes_of(TYPE)));
  } else {
    v.clear();
  }
  quantize_part<TYPE, DATA, SCALE, BLOCK, LANES>(p, part, v, is_active);
}
