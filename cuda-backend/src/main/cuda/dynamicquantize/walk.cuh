// DynamicQuantize for any blocks of up to three axes: the two passes of any.cuh over x, with the types
// known. Between them, any_scales makes the scales.
#pragma once

#include "../fp4.cuh"
#include "../walk.cuh"
#include "any.cuh"

// R1: as any_magnitudes; a thread tells each block that it meets once.
BQ_DEVICE void tell_magnitude(const Problem& p, uint32_t block, uint32_t magnitude) {
  unsigned int* amax = (unsigned int*)p.work + block;
  if (magnitude > *(volatile unsigned int*)amax) {
    atomicMax(amax, magnitude);
  }
}

template <int32_t TYPE>
BQ_DEVICE float walk_value(const Problem& p, const Values<TYPE, WALK_ELEMENTS>& v, int64_t first,
                           int k, int count) {
  return count == WALK_ELEMENTS ? v.at(k) : read_value(p.x, TYPE, first + k);
}

template <int32_t TYPE>
BQ_DEVICE void walk_magnitudes(const Problem& p) {
  int64_t first = global_thread() * WALK_ELEMENTS;
  if (first >= p.n) {
    return;
  }
  int count = p.n - first < WALK_ELEMENTS ? (int)(p.n - first) : WALK_ELEMENTS;
  Values<TYPE, WALK_ELEMENTS> v;
  if (count == WALK_ELEMENTS) {
    v.load(p.x + first * bytes_of(TYPE));
  }
  Walk walk = Walk::from(p, (uint32_t)first);
  uint32_t largest = 0;
#pragma unroll
  for (int k = 0; k < WALK_ELEMENTS; k++) {
    if (k < count) {
      uint32_t magnitude = bits_of(walk_value<TYPE>(p, v, first, k, count)) & 0x7fffffffu;
      largest = magnitude <= 0x7f800000u && magnitude > largest ? magnitude : largest;
      uint32_t block = walk.block();
      if (walk.advance() || k == count - 1) {
        tell_magnitude(p, block, largest);
        largest = 0;
      }
    }
  }
}

template <int32_t TYPE, int32_t DATA>
BQ_DEVICE void walk_codes(const Problem& p) {
  constexpr int WIDTH = walk_width(DATA);
  int64_t first = global_thread() * WALK_ELEMENTS;
  if (first >= p.n) {
    return;
  }
  int count = p.n - first < WALK_ELEMENTS ? (int)(p.n - first) : WALK_ELEMENTS;
  Values<TYPE, WALK_ELEMENTS> v;
  if (count == WALK_ELEMENTS) {
    v.load(p.x + first * bytes_of(TYPE));
  }
  Walk walk = Walk::from(p, (uint32_t)first);
  Octet<WIDTH> codes = Octet<WIDTH>::zero();
  float s = 1.0f;
  bool enters = true;
#pragma unroll
  for (int k = 0; k < WALK_ELEMENTS; k++) {
    if (k < count) {
      if (enters) {
        s = ((const float*)p.work)[walk.block()];
      }
      float q = __fdiv_rn(walk_value<TYPE>(p, v, first, k, count), s);
      uint32_t code;
      if constexpr (DATA == E2M1) {
        code = e2m1_code(q);
      } else if constexpr (DATA == E4M3FN) {
        code = __nv_cvt_float_to_fp8(q, __NV_SATFINITE, __NV_E4M3);
      } else {
        code = encode(DATA, q, 0, true);
      }
      codes.put(k, s == 0.0f ? 0 : code);  // R7
      enters = walk.advance();
    }
  }
  codes.store(p.y + first * WIDTH / 8, count);
}
