// Floats to what is stored: one NaN for all, two 16-bit values at a time.
#pragma once

#include "formats.cuh"
#include "vectors.cuh"

// One NaN for all, as the reference writes it.
BQ_DEVICE float canonical(float v) { return v != v ? float_of(0x7fc00000u) : v; }

template <int32_t TYPE>
BQ_DEVICE uint32_t two_narrow(float low, float high) {
  if constexpr (TYPE == FLOAT16) {
    __half2_raw pair = __half2_raw(__floats2half2_rn(low, high));
    return (uint32_t)pair.y << 16 | pair.x;
  } else {
    __nv_bfloat162_raw pair = __nv_bfloat162_raw(__floats2bfloat162_rn(low, high));
    return (uint32_t)pair.y << 16 | pair.x;
  }
}

// Eight floats as values of a type, sixteen bytes at a time.
template <int32_t TYPE>
BQ_DEVICE void store_values(uint64_t address, const float* v) {
  constexpr int WORDS = 2 * bytes_of(TYPE);
  uint32_t out[WORDS];
  if constexpr (TYPE == FLOAT) {
#pragma unroll
    for (int k = 0; k < 8; k++) {
      out[k] = bits_of(canonical(v[k]));
    }
  } else {
    bool has_nan = false;
#pragma unroll
    for (int k = 0; k < 8; k += 2) {
      out[k / 2] = two_narrow<TYPE>(v[k], v[k + 1]);
      has_nan = has_nan || v[k] != v[k] || v[k + 1] != v[k + 1];
    }
    if (has_nan) {
#pragma unroll
      for (int k = 0; k < 8; k += 2) {
        uint32_t low = TYPE == FLOAT16 ? encode_half(v[k]) : encode_bfloat(v[k]);
        uint32_t high = TYPE == FLOAT16 ? encode_half(v[k + 1]) : encode_bfloat(v[k + 1]);
        out[k / 2] = low | high << 16;
      }
    }
  }
#pragma unroll
  for (int k = 0; k < WORDS; k += 4) {
    store16(address + 4 * k, make_uint4(out[k], out[k + 1], out[k + 2], out[k + 3]));
  }
}
