// Floats to what is stored: one NaN for all, two 16-bit values at a time.
#pragma once

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
