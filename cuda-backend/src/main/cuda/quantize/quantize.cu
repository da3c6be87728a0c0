// Quantize: y = saturate(RNE(x / scale) + zero_point), divided truly.
#ifdef BLOCKQUANT_HOST
#include "cuda_shim.h"
#endif

#include "../blocks.cuh"
#include "../formats.cuh"
#include "../fp4.cuh"
#include "../walk.cuh"

// Q7: operands and quotient are rounded to the precision of the division.
BQ_DEVICE float rounded_to(int32_t type, float v) {
  return type == FLOAT ? v
      : type == FLOAT16 ? decode_half(encode_half(v))
                        : decode_bfloat(encode_bfloat(v));
}

// Any types and blocks; eight elements at a time, which fill whole bytes (F4).
BQ_DEVICE void quantize_elements(const Problem& p) {
  int width = width_of(p.y_type);
  bool has_zero = p.zero != 0 && is_integer(p.y_type);
  // Q7: the zero of a zero point is added in FP4 and FP6, where it makes +0 of -0, not in FP8.
  bool adds_zero = p.zero != 0 && !has_zero && width < 8;
  int64_t octets = (p.n + 7) / 8;
  for (int64_t octet = global_thread(); octet < octets; octet += global_threads()) {
    int64_t i = octet * 8;
    int64_t end = i + 8 < p.n ? i + 8 : p.n;
    BlockWalk walk = walk_from(p, i);
    uint8_t* bytes = (uint8_t*)p.y + (i * width >> 3);
    CodeWriter writer = {bytes, 0, 0};
    for (; i < end; i++) {
      float s = rounded_to(p.division_type, read_value(p.scale, p.scale_type, walk.block));
      int zero = has_zero ? (int)read_integer(p.zero, p.y_type, walk.block) : 0;
      float x = rounded_to(p.division_type, read_value(p.x, p.x_type, i));
      float quotient = rounded_to(p.division_type, __fdiv_rn(x, s));
      uint32_t code = encode(p.y_type, quotient, zero, p.saturate);
      uint32_t minus_zero = 1u << (width - 1);
      if (adds_zero && code == minus_zero
          && read_code((const uint8_t*)p.zero, width, walk.block) != minus_zero) {
        code = 0;
      }
      CodeWriter::put(writer, code, width);
      advance(p, walk);
    }
    CodeWriter::close(writer);
  }
}

BQ_DEVICE uint32_t eight_quotients_to_e2m1(const float* q) {
  if constexpr (E2M1_HARDWARE) {
    return e2m1_octet(q);
  } else {
    uint32_t word = 0;
#pragma unroll
    for (int k = 0; k < 8; k++) {
      word |= e2m1_code(q[k]) << (4 * k);
    }
    return word;
  }
}

// Blocks of 2^shift neighbours, 16 bytes of x at a time; no zero point, division in float32.
template <int32_t TYPE, int32_t DATA>
BQ_DEVICE void quantize_runs(const Problem& p) {
  constexpr int COUNT = 8;
  constexpr int WIDTH = DATA == E2M1 || DATA == INT4 ? 4 : 8;
  int64_t i = global_thread() * COUNT;
  if (i >= p.n) {
    return;
  }
  float s = read_value(p.scale, p.scale_type, i >> p.shift);
  Values<TYPE, COUNT> v;
  v.load(p.x + i * bytes_of(TYPE));
  float q[COUNT];
#pragma unroll
  for (int k = 0; k < COUNT; k++) {
    q[k] = __fdiv_rn(v.at(k), s);
  }
  uint32_t words[WIDTH / 4];
  if constexpr (DATA == E2M1) {
    words[0] = eight_quotients_to_e2m1(q);
  } else {
#pragma unroll
    for (int w = 0; w < WIDTH / 4; w++) {
      words[w] = 0;
#pragma unroll
      for (int k = 0; k < 32 / WIDTH; k++) {
        float quotient = q[w * (32 / WIDTH) + k];
        uint32_t code;
        if constexpr (DATA == E4M3FN) {
          code = __nv_cvt_float_to_fp8(quotient, __NV_SATFINITE, __NV_E4M3);
        } else {
          code = encode(DATA, quotient, 0, true);
        }
        words[w] |= code << (k * WIDTH);
      }
    }
  }
  if constexpr (WIDTH == 4) {
    store4(p.y + i / 2, words[0]);
  } else {
    store8(p.y + i, make_uint2(words[0], words[1]));
  }
}

// Any blocks of up to three axes, with or without zero points; division in float32, saturating.
template <int32_t TYPE, int32_t DATA>
BQ_DEVICE void quantize_walk(const Problem& p) {
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
  int zero = 0;
  bool enters = true;
#pragma unroll
  for (int k = 0; k < WALK_ELEMENTS; k++) {
    if (k < count) {
      if (enters) {
        s = walk_scale(p, walk.block());
        zero = p.zero != 0 ? (int)read_integer(p.zero, DATA, walk.block()) : 0;
      }
      float x = count == WALK_ELEMENTS ? v.at(k) : read_value(p.x, TYPE, first + k);
      float q = __fdiv_rn(x, s);
      if constexpr (DATA == E4M3FN) {
        codes.put(k, __nv_cvt_float_to_fp8(q, __NV_SATFINITE, __NV_E4M3));
      } else {
        codes.put(k, encode(DATA, q, zero, true));
      }
      enters = walk.advance();
    }
  }
  codes.store(p.y + first * WIDTH / 8, count);
}

BQ_KERNEL(quantize_any, 256, 1) { quantize_elements(p); }

#define RUNS(x, X, data, DATA) \
  BQ_KERNEL(quantize_runs_##x##_##data, 256, 1) { quantize_runs<X, DATA>(p); }
#define RUNS_OF(x, X) \
  RUNS(x, X, e2m1, E2M1) RUNS(x, X, e4m3fn, E4M3FN) RUNS(x, X, int8, INT8) RUNS(x, X, int4, INT4)
RUNS_OF(float, FLOAT)
RUNS_OF(float16, FLOAT16)
RUNS_OF(bfloat16, BFLOAT16)

#define WALK(x, X, data, DATA) \
  BQ_KERNEL(quantize_walk_##x##_##data, 256, 1) { quantize_walk<X, DATA>(p); }
#define WALK_OF(x, X) \
  WALK(x, X, int8, INT8) WALK(x, X, uint8, UINT8) WALK(x, X, int4, INT4) WALK(x, X, uint4, UINT4) \
  WALK(x, X, e4m3fn, E4M3FN)
WALK_OF(float, FLOAT)
WALK_OF(float16, FLOAT16)
WALK_OF(bfloat16, BFLOAT16)
