// E2M1: one instruction for two codes where the chip has it, few where it has none.
#pragma once

#include <cuda_fp4.h>

#include "vectors.cuh"

// The instruction, cvt.rn.satfinite.e2m1x2, is of the families sm_100f and sm_120f. A host that plays
// such a chip defines BLOCKQUANT_E2M1_HARDWARE and has the conversion of the toolkit's header.
#if defined(BLOCKQUANT_E2M1_HARDWARE) \
    || (defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 1000 && defined(__CUDA_ARCH_FAMILY_SPECIFIC__))
constexpr bool E2M1_HARDWARE = true;
#else
constexpr bool E2M1_HARDWARE = false;
#endif

// Two codes in a byte (F4), by the instruction: F2, and NaN as 0x7 (F3), as the rules want it.
BQ_DEVICE uint32_t e2m1_pair(float low, float high) {
  return __nv_cvt_float2_to_fp4x2(make_float2(low, high), __NV_E2M1, cudaRoundNearest);
}

// Eight codes in a word, by the instruction.
BQ_DEVICE uint32_t e2m1_octet(const float* q) {
  return e2m1_pair(q[0], q[1]) | e2m1_pair(q[2], q[3]) << 8 | e2m1_pair(q[4], q[5]) << 16
      | e2m1_pair(q[6], q[7]) << 24;
}

// The least of three positive floats' bits.
BQ_DEVICE uint32_t least(float a, float b, float c) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  return __vimin3_u32(bits_of(a), bits_of(b), bits_of(c));  // one instruction
#else
  return bits_of(fminf(fminf(a, b), c));
#endif
}

// The code of a magnitude in the low bits of a float's bits, which start with 0x4b0000: F2.
//
// The three parts of E2M1 are multiples of 1/2, of 1 and of 2. Adding 2^23 rounds to each of them,
// ties to even, and leaves the code in the last bits: 2a below 2, a + 2 up to 4, a / 2 + 4 above.
// Each sum is least exactly where it is right. Right for a < 7; SATURATES takes any, NaN as 6.
template <bool SATURATES>
BQ_DEVICE uint32_t e2m1_magnitude(float q) {
  float a = SATURATES ? fminf(fabsf(q), 6.0f) : q;
  float halves = __fmaf_rn(a, 2.0f, 8388608.0f);
  float ones = __fadd_rn(a, 8388610.0f);
  float twos = __fmaf_rn(a, 0.5f, 8388612.0f);
  return least(halves, ones, twos);
}

// One code of any quotient: F3 gives NaN no sign.
BQ_DEVICE uint32_t e2m1_code(float q) {
  return (e2m1_magnitude<true>(q) & 7) | (q != q ? 0 : bits_of(q) >> 28 & 8);
}

// Eight magnitudes to eight codes without signs, the first in the lowest nibble (F4).
BQ_DEVICE uint32_t pack_e2m1(const uint32_t* m) {
  uint32_t a = m[0] + (m[1] << 4), b = m[2] + (m[3] << 4);
  uint32_t c = m[4] + (m[5] << 4), d = m[6] + (m[7] << 4);
  return permute(permute(a, b, 0x0040), permute(c, d, 0x0040), 0x5410);
}
