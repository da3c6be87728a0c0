// The scale of a block, R2 to R6, in true divisions: what every way of making one must agree with.
#pragma once

#include "../formats.cuh"

// R1: NaN is skipped.
BQ_DEVICE float larger(float amax, float magnitude) { return magnitude > amax ? magnitude : amax; }

struct BlockScale {
  uint32_t code;    // of the scale, or its float bits
  float effective;  // what the data is divided by (R6)
};

BQ_DEVICE float qmax_of(int32_t y_type) {
  return y_type == E2M1 ? 6.0f : y_type == INT8 ? 127.0f : 448.0f;  // R2
}

// The types are arguments: where they are constants, what they do not need is not compiled.
BQ_DEVICE BlockScale block_scale(
    const Problem& p, int32_t y_type, int32_t scale_type, float amax) {
  float qmax = qmax_of(y_type);
  if (scale_type == E4M3FN) {  // R3
    uint32_t code = 0x38;
    if (amax != 0.0f) {
      float quotient = __fdiv_rn(__fdiv_rn(amax, qmax), p.g);
      code = encode_mini(mini_of(E4M3FN), quotient, true);
      code = code == 0 ? 1 : code;
    }
    return {code, __fmul_rn(decode_mini(mini_of(E4M3FN), code), p.g)};
  }
  if (scale_type == E8M0) {  // R4
    uint32_t code = 0;
    if (amax == float_of(0x7f800000u)) {
      code = 0xfe;
    } else if (amax != 0.0f && p.round_up) {
      uint32_t quotient = bits_of(__fdiv_rn(amax, qmax));
      uint32_t field = quotient >> 23;
      // A subnormal lies in (0, 2^-126): above 2^-127 it rounds up to 2^-126, else to the least.
      bool carries = field ? (quotient & 0x7fffffu) != 0 : quotient > 0x400000u;
      code = field + carries;
      code = code > 0xfe ? 0xfe : code;
    } else if (amax != 0.0f) {
      int exponent = (int)(bits_of(amax) >> 23) - (y_type == E2M1 ? 2 : 8);
      code = exponent < 0 ? 0 : exponent;  // subnormals lie below the range either way
    }
    return {code, decode_e8m0(code)};
  }
  float s = __fdiv_rn(fminf(amax, 3.402823466e38f), qmax);  // R5
  s = s == 0.0f ? 1.0f : s;
  return {bits_of(s), s};
}

BQ_DEVICE void store_scale(const Problem& p, int32_t scale_type, int64_t block, BlockScale s) {
  if (scale_type == FLOAT) {
    ((float*)p.yscale)[block] = s.effective;
  } else {
    ((uint8_t*)p.yscale)[block] = (uint8_t)s.code;
  }
}

// R7; with s = 0 every code is 0.
BQ_DEVICE uint32_t block_code(int32_t y_type, float x, float s) {
  return s == 0.0f ? 0 : encode(y_type, __fdiv_rn(x, s), 0, true);
}
