// From the largest magnitude of a block to its scale and codes, fast where that is proven exact.
//
// A recipe's encoder is made once per block. Where is_fast() is false, the block goes the way of
// block_scale and block_code: blocks with NaN or Inf, and scales out of the range of the proof.
#pragma once

#include "../fp4.cuh"
#include "scale.cuh"

// x / s, correctly rounded wherever a rounding to E2M1 or E4M3 can depend on it: the reciprocal's
// quotient and one correction by the exact remainder (Markstein). Holds for s, g in [2^-92, 2^92].
BQ_DEVICE float corrected_quotient(float x, float s, float reciprocal) {
  float q = __fmul_rn(x, reciprocal);
  float remainder = __fmaf_rn(-q, s, x);
  return __fmaf_rn(remainder, reciprocal, q);
}

BQ_DEVICE bool is_within(float v, uint32_t low_bits, uint32_t high_bits) {
  return bits_of(v) - low_bits <= high_bits - low_bits;
}

constexpr uint32_t TWO_TO_MINUS_92 = (127u - 92) << 23, TWO_TO_92 = (127u + 92) << 23;
constexpr uint32_t INFINITY_BITS = 0x7f800000u;

template <int32_t DATA, int32_t SCALE>
struct Encoder;

// NVFP4 and FP8 with E4M3 scales. The launcher sees to it that g is within [2^-80, 2^80], so that
// every scale, 2^-9 g to 448 g, is in the range of the proof.
template <int32_t DATA>
struct Encoder<DATA, E4M3FN> {
  static constexpr bool LOSES_SIGN = true;  // of x = -0
  float s, reciprocal;
  uint32_t code;

  BQ_DEVICE static bool is_fast(float amax) { return bits_of(amax) < INFINITY_BITS; }

  BQ_DEVICE Encoder() {}
  BQ_DEVICE Encoder(const Problem& p, float amax) {
    // 1/6 has a reciprocal with half the error of others, so the correction is exact everywhere.
    float scaled = DATA == E2M1 ? corrected_quotient(amax, 6.0f, 1.0f / 6.0f)
                                : __fdiv_rn(amax, qmax_of(DATA));
    float quotient = corrected_quotient(scaled, p.g, p.g_reciprocal);
    uint32_t rounded = __nv_cvt_float_to_fp8(quotient, __NV_SATFINITE, __NV_E4M3);
    rounded = rounded == 0 ? 1 : rounded == 0x7f ? 0x7e : rounded;  // R3; NaN: Inf less Inf
    code = amax == 0.0f ? 0x38 : rounded;
    __half_raw value = __nv_cvt_fp8_to_halfraw((__nv_fp8_storage_t)code, __NV_E4M3);
    s = __fmul_rn(__half2float(__half(value)), p.g);
    reciprocal = __frcp_rn(s);
  }

  // A normal scale that did not saturate is at most 1/16 too small, so that no quotient reaches 7.
  BQ_DEVICE bool fits() const { return code - 0x08u <= 0x7du - 0x08u; }
  BQ_DEVICE float quotient(float x) const { return corrected_quotient(x, s, reciprocal); }
  BQ_DEVICE BlockScale scale() const { return {code, s}; }
};

// Powers of two: a product with the reciprocal is the quotient.
template <int32_t DATA>
struct Encoder<DATA, E8M0> {
  static constexpr bool LOSES_SIGN = false;
  uint32_t code;
  float reciprocal;
  bool rounded_up;

  // Tiny magnitudes are left to block_scale, which rounds amax / qmax among the subnormals.
  BQ_DEVICE static bool is_fast(float amax) {
    return is_within(amax, TWO_TO_MINUS_92, INFINITY_BITS - 1) || amax == 0.0f;
  }

  BQ_DEVICE Encoder() {}
  BQ_DEVICE Encoder(const Problem& p, float amax) {
    // R4: qmax is 1.75 * 2^8 or 1.5 * 2^2; a fraction above 1.75 or 1.5 carries into the exponent.
    uint32_t carry = p.round_up ? (DATA == E2M1 ? 0x3fffffu : 0x1fffffu) : 0;
    int exponent = (int)((bits_of(amax) + carry) >> 23) - (DATA == E2M1 ? 2 : 8);
    code = exponent < 0 ? 0 : exponent;
    reciprocal = float_of((254 - code) << 23);
    rounded_up = p.round_up;
  }

  BQ_DEVICE bool fits() const { return rounded_up; }
  BQ_DEVICE float quotient(float x) const { return __fmul_rn(x, reciprocal); }
  BQ_DEVICE BlockScale scale() const { return {code, 0.0f}; }
};

template <int32_t DATA>
struct Encoder<DATA, FLOAT> {
  static constexpr bool LOSES_SIGN = true;
  float s, reciprocal;

  BQ_DEVICE static bool is_fast(float amax) {
    // amax / qmax with qmax < 2^9 is in the range of the proof.
    return is_within(amax, TWO_TO_MINUS_92 + (9u << 23), TWO_TO_92) || amax == 0.0f;
  }

  BQ_DEVICE Encoder() {}
  BQ_DEVICE Encoder(const Problem& p, float amax) {
    s = amax == 0.0f ? 1.0f : __fdiv_rn(amax, qmax_of(DATA));  // R5
    reciprocal = __frcp_rn(s);
  }

  BQ_DEVICE bool fits() const { return true; }
  BQ_DEVICE float quotient(float x) const { return corrected_quotient(x, s, reciprocal); }
  BQ_DEVICE BlockScale scale() const { return {bits_of(s), s}; }
};

// ---- COUNT neighbours to COUNT packed codes ----

// What is encoded: the sign comes from x where the correction may lose it.
template <typename ENCODER>
BQ_DEVICE float signed_quotient(const ENCODER& e, float x) {
  return ENCODER::LOSES_SIGN ? copysignf(e.quotient(x), x) : e.quotient(x);
}

template <typename ENCODER>
BQ_DEVICE uint32_t four_e4m3(const ENCODER& e, float a, float b, float c, float d) {
  float2 front = {signed_quotient(e, a), signed_quotient(e, b)};
  float2 back = {signed_quotient(e, c), signed_quotient(e, d)};
  uint32_t low = __nv_cvt_float2_to_fp8x2(front, __NV_SATFINITE, __NV_E4M3);
  uint32_t high = __nv_cvt_float2_to_fp8x2(back, __NV_SATFINITE, __NV_E4M3);
  return low | high << 16;
}

// All float magnitudes saturate: that takes their sign off, which 16-bit ones never had.
template <bool SATURATES, typename ENCODER, int32_t TYPE, int COUNT>
BQ_DEVICE uint32_t eight_e2m1(const ENCODER& e, const Values<TYPE, COUNT>& v, int first) {
  if constexpr (E2M1_HARDWARE) {
    float q[8];
#pragma unroll
    for (int i = 0; i < 8; i++) {
      q[i] = e.quotient(v.at(first + i));
    }
    // A quotient has the sign of x or, where the correction lost it, is +0.
    return e2m1_octet(q) | signs_of_eight(v, first);
  } else {
    uint32_t m[8];
#pragma unroll
    for (int i = 0; i < 8; i++) {
      if constexpr (TYPE == FLOAT) {
        m[i] = e2m1_magnitude<true>(e.quotient(v.at(first + i)));
      } else {
        m[i] = e2m1_magnitude<SATURATES>(e.quotient(v.magnitude_at(first + i)));
      }
    }
    return pack_e2m1(m) | signs_of_eight(v, first);
  }
}

BQ_DEVICE void store_words(uint64_t address, const uint32_t* words, int count) {
  if (count == 1) {
    store4(address, words[0]);
  } else if (count == 2) {
    store8(address, make_uint2(words[0], words[1]));
  } else {
#pragma unroll
    for (int i = 0; i < count; i += 4) {
      store16(address + 4 * i, make_uint4(words[i], words[i + 1], words[i + 2], words[i + 3]));
    }
  }
}

template <bool SATURATES, typename ENCODER, int32_t TYPE, int COUNT>
BQ_DEVICE void store_e2m1(uint64_t address, const ENCODER& e, const Values<TYPE, COUNT>& v) {
  uint32_t words[COUNT / 8];
#pragma unroll
  for (int w = 0; w < COUNT / 8; w++) {
    words[w] = eight_e2m1<SATURATES>(e, v, 8 * w);
  }
  store_words(address, words, COUNT / 8);
}

// The codes of COUNT neighbours, a multiple of 8 for FP4 and of 4 for FP8, in whole words.
template <int32_t DATA, typename ENCODER, int32_t TYPE, int COUNT>
BQ_DEVICE void store_codes(uint64_t address, const ENCODER& e, const Values<TYPE, COUNT>& v) {
  if constexpr (DATA == E2M1) {
    if (TYPE == FLOAT || !e.fits()) {
      store_e2m1<true>(address, e, v);
    } else {
      store_e2m1<false>(address, e, v);
    }
  } else {
    uint32_t words[COUNT / 4];
#pragma unroll
    for (int w = 0; w < COUNT / 4; w++) {
      words[w] = four_e4m3(e, v.at(4 * w), v.at(4 * w + 1), v.at(4 * w + 2), v.at(4 * w + 3));
    }
    store_words(address, words, COUNT / 4);
  }
}
