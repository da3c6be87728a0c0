// Dequantize: y = (q - zero_point) * scale in float32, rounded once to the type of y (Q8).
#ifdef BLOCKQUANT_HOST
#include "cuda_shim.h"
#endif

#include "../blocks.cuh"
#include "../formats.cuh"
#include "../fp4.cuh"
#include "../narrow.cuh"
#include "../walk.cuh"

BQ_DEVICE void write_value(uint64_t y, int32_t type, int64_t i, float v) {
  switch (type) {
    case FLOAT: ((float*)y)[i] = canonical(v); break;
    case FLOAT16: ((uint16_t*)y)[i] = encode_half(v); break;
    default: ((uint16_t*)y)[i] = encode_bfloat(v); break;
  }
}

// Double quantization in one step: an E4M3 scale stands for its value times g (Q6).
BQ_DEVICE float scale_at(const Problem& p, int64_t block) {
  float s = read_value(p.scale, p.scale_type, block);
  return p.scale_type == E4M3FN ? __fmul_rn(s, p.g) : s;
}

// Any types and blocks.
BQ_DEVICE void dequantize_elements(const Problem& p) {
  int64_t octets = (p.n + 7) / 8;
  bool integers = is_integer(p.x_type);
  for (int64_t octet = global_thread(); octet < octets; octet += global_threads()) {
    int64_t i = octet * 8;
    int64_t end = i + 8 < p.n ? i + 8 : p.n;
    BlockWalk walk = walk_from(p, i);
    for (; i < end; i++) {
      float value;
      if (integers) {
        int64_t zero = p.zero != 0 ? read_integer(p.zero, p.x_type, walk.block) : 0;
        value = (float)(read_integer(p.x, p.x_type, i) - zero);  // exact until here
      } else {
        value = read_value(p.x, p.x_type, i);
      }
      write_value(p.y, p.y_type, i, __fmul_rn(value, scale_at(p, walk.block)));
      advance(p, walk);
    }
  }
}

// ---- runs: blocks of 2^shift neighbours, 16 bytes of y at a time ----

// Two halves to floats.
BQ_DEVICE float2 floats_of(uint32_t halves) {
  __half2_raw raw;
  raw.x = (unsigned short)halves;
  raw.y = (unsigned short)(halves >> 16);
  return __half22float2(__half2(raw));
}

// COUNT codes, 4 or 8, to their exact values.
template <int32_t DATA, int COUNT>
BQ_DEVICE void decode_codes(const uint32_t* words, float* value) {
#pragma unroll
  for (int i = 0; i < COUNT; i += 2) {
    if constexpr (DATA == E2M1 && E2M1_HARDWARE) {
      __nv_fp4x2_storage_t codes = (__nv_fp4x2_storage_t)(words[0] >> (4 * i));
      __half2_raw pair = __nv_cvt_fp4x2_to_halfraw2(codes, __NV_E2M1);
      float2 wide = __half22float2(__half2(pair));
      value[i] = wide.x;
      value[i + 1] = wide.y;
    } else if constexpr (DATA == E2M1) {
      // The halves of E2M1's magnitudes have a zero byte below: a table of the upper ones will do.
      uint32_t codes = words[0] >> (4 * i);
      uint32_t upper = permute(0x3e3c3800u, 0x46444240u, codes & 0x77u);
      uint32_t halves = permute(upper, 0, 0x1404) | (codes << 12 & 0x8000u)
          | (codes << 24 & 0x80000000u);
      float2 pair = floats_of(halves);
      value[i] = pair.x;
      value[i + 1] = pair.y;
    } else if constexpr (DATA == E4M3FN) {
      uint32_t codes = words[i / 4] >> (8 * (i % 4));
      __half2_raw pair = __nv_cvt_fp8x2_to_halfraw2((__nv_fp8x2_storage_t)codes, __NV_E4M3);
      float2 wide = __half22float2(__half2(pair));
      value[i] = wide.x;
      value[i + 1] = wide.y;
    } else if constexpr (DATA == INT8) {
      value[i] = (float)(int8_t)(words[i / 4] >> (8 * (i % 4)));
      value[i + 1] = (float)(int8_t)(words[i / 4] >> (8 * (i % 4) + 8));
    } else {  // INT4
      value[i] = (float)((int32_t)(words[0] << (28 - 4 * i)) >> 28);
      value[i + 1] = (float)((int32_t)(words[0] << (24 - 4 * i)) >> 28);
    }
  }
}

// Whether no product of these codes and this scale can be NaN, which has one form of its own.
template <int32_t DATA, int WORDS>
BQ_DEVICE bool is_free_of_nan(const uint32_t* words, float s) {
  uint32_t found = 0;
  if constexpr (DATA == E4M3FN) {
#pragma unroll
    for (int w = 0; w < WORDS; w++) {
      found |= (words[w] & 0x7f7f7f7fu) + 0x01010101u;
    }
  }
  return (found & 0x80808080u) == 0 && (bits_of(s) & 0x7f800000u) != 0x7f800000u;
}

template <int32_t SCALE>
BQ_DEVICE float run_scale(const Problem& p, int64_t block) {
  if constexpr (SCALE == FLOAT) {
    return ((const float*)p.scale)[block];
  } else if constexpr (SCALE == E8M0) {
    return decode_e8m0(((const uint8_t*)p.scale)[block]);
  } else if constexpr (SCALE == E4M3FN) {
    __half_raw value = __nv_cvt_fp8_to_halfraw(((const uint8_t*)p.scale)[block], __NV_E4M3);
    return __fmul_rn(__half2float(__half(value)), p.g);
  } else {
    return scale_at(p, block);
  }
}

enum { WARP = 32, RUN_THREADS = 512, RUN_VECTORS = 2, RUN_RESIDENT = 3 };

// The sixteen bytes of one vector of y.
template <int32_t DATA, int32_t TYPE, int COUNT, int WORDS>
BQ_DEVICE uint4 values_of(const uint32_t* words, float s) {
  float value[COUNT];
  decode_codes<DATA, COUNT>(words, value);
#pragma unroll
  for (int k = 0; k < COUNT; k++) {
    value[k] = __fmul_rn(value[k], s);
  }
  uint32_t out[4];
  bool has_no_nan = is_free_of_nan<DATA, WORDS>(words, s);
#pragma unroll
  for (int k = 0; k < 4; k++) {
    if constexpr (TYPE == FLOAT) {
      out[k] = bits_of(has_no_nan ? value[k] : canonical(value[k]));
    } else {
      out[k] = two_narrow<TYPE>(value[2 * k], value[2 * k + 1]);
    }
  }
  if (TYPE != FLOAT && !has_no_nan) {
#pragma unroll
    for (int k = 0; k < 4; k++) {
      uint32_t low = TYPE == FLOAT16 ? encode_half(value[2 * k]) : encode_bfloat(value[2 * k]);
      uint32_t high =
          TYPE == FLOAT16 ? encode_half(value[2 * k + 1]) : encode_bfloat(value[2 * k + 1]);
      out[k] = low | high << 16;
    }
  }
  return make_uint4(out[0], out[1], out[2], out[3]);
}

// Vectors [first + u * WARP], u < RUN_VECTORS: a warp takes neighbouring lines of x and of y.
template <int32_t DATA, int32_t SCALE, int32_t TYPE, bool IS_WHOLE>
BQ_DEVICE void dequantize_part(const Problem& p, int64_t first, int64_t vectors) {
  constexpr int COUNT = 16 / bytes_of(TYPE);
  constexpr int WIDTH = DATA == E2M1 || DATA == INT4 ? 4 : 8;
  constexpr int BYTES = COUNT * WIDTH / 8;  // of codes: 2, 4 or 8
  constexpr int WORDS = (BYTES + 3) / 4;
  uint64_t codes = p.x + first * BYTES;
  uint32_t words[RUN_VECTORS][WORDS];
  float s[RUN_VECTORS];
#pragma unroll
  for (int u = 0; u < RUN_VECTORS; u++) {
    if (IS_WHOLE || first + u * WARP < vectors) {
      uint64_t at = codes + u * WARP * BYTES;
      if constexpr (BYTES == 2) {
        words[u][0] = stream_in2(at);
      } else if constexpr (BYTES == 4) {
        words[u][0] = stream_in4(at);
      } else {
        uint2 pair = stream_in8(at);
        words[u][0] = pair.x;
        words[u][1] = pair.y;
      }
      s[u] = run_scale<SCALE>(p, (first + u * WARP) * COUNT >> p.shift);
    }
  }
#pragma unroll
  for (int u = 0; u < RUN_VECTORS; u++) {
    if (IS_WHOLE || first + u * WARP < vectors) {
      stream_out16(p.y + (first + u * WARP) * 16,
                   values_of<DATA, TYPE, COUNT, WORDS>(words[u], s[u]));
    }
  }
}

// A thread block takes a tile of RUN_THREADS * RUN_VECTORS vectors; whole tiles need no look at the
// end for every vector.
template <int32_t DATA, int32_t SCALE, int32_t TYPE>
BQ_DEVICE void dequantize_runs(const Problem& p) {
  int64_t vectors = p.n / (16 / bytes_of(TYPE));
  int64_t tile = (int64_t)blockIdx.x * (RUN_THREADS * RUN_VECTORS);
  int64_t first = tile + (threadIdx.x / WARP) * (WARP * RUN_VECTORS) + threadIdx.x % WARP;
  if (tile + RUN_THREADS * RUN_VECTORS <= vectors) {
    dequantize_part<DATA, SCALE, TYPE, true>(p, first, vectors);
  } else {
    dequantize_part<DATA, SCALE, TYPE, false>(p, first, vectors);
  }
}

// ---- any blocks of up to three axes, with or without zero points ----

template <int32_t DATA, int32_t TYPE>
BQ_DEVICE void dequantize_walk(const Problem& p) {
  constexpr int WIDTH = walk_width(DATA);
  int64_t first = global_thread() * WALK_ELEMENTS;
  if (first >= p.n) {
    return;
  }
  int count = p.n - first < WALK_ELEMENTS ? (int)(p.n - first) : WALK_ELEMENTS;
  Octet<WIDTH> codes = Octet<WIDTH>::load(p.x + first * WIDTH / 8, count);
  Walk walk = Walk::from(p, (uint32_t)first);
  float value[WALK_ELEMENTS];
  float s = 1.0f;
  int zero = 0;
  bool enters = true;
#pragma unroll
  for (int k = 0; k < WALK_ELEMENTS; k++) {
    if (k < count) {
      if (enters) {
        s = walk_scale(p, walk.block());
        s = p.scale_type == E4M3FN ? __fmul_rn(s, p.g) : s;
        zero = p.zero != 0 ? (int)read_integer(p.zero, DATA, walk.block()) : 0;
      }
      if constexpr (DATA == E4M3FN) {
        __half_raw half = __nv_cvt_fp8_to_halfraw((__nv_fp8_storage_t)codes.at(k), __NV_E4M3);
        value[k] = __fmul_rn(__half2float(__half(half)), s);
      } else {
        constexpr int SIGN = lowest(DATA) < 0 ? 1 << (WIDTH - 1) : 0;
        int code = ((int)codes.at(k) ^ SIGN) - SIGN;
        value[k] = __fmul_rn((float)(code - zero), s);
      }
      enters = walk.advance();
    }
  }
  if (count < WALK_ELEMENTS) {
#pragma unroll
    for (int k = 0; k < WALK_ELEMENTS; k++) {
      if (k < count) {
        write_value(p.y, TYPE, first + k, value[k]);
      }
    }
    return;
  }
  store_values<TYPE>(p.y + first * bytes_of(TYPE), value);
}

BQ_KERNEL(dequantize_any, 256, 1) { dequantize_elements(p); }

#define VALUES(data, DATA, scale, SCALE, y, Y) \
  BQ_KERNEL(dequantize_runs_##data##_##scale##_##y, RUN_THREADS, RUN_RESIDENT) { \
    dequantize_runs<DATA, SCALE, Y>(p); \
  }
#define VALUES_TO(y, Y) \
  VALUES(e2m1, E2M1, float, FLOAT, y, Y) \
  VALUES(e2m1, E2M1, e4m3fn, E4M3FN, y, Y) \
  VALUES(e2m1, E2M1, any, 0, y, Y) \
  VALUES(e4m3fn, E4M3FN, float, FLOAT, y, Y) \
  VALUES(e4m3fn, E4M3FN, e8m0, E8M0, y, Y) \
  VALUES(e4m3fn, E4M3FN, any, 0, y, Y) \
  VALUES(int8, INT8, any, 0, y, Y) \
  VALUES(int4, INT4, any, 0, y, Y)
VALUES_TO(float, FLOAT)
VALUES_TO(float16, FLOAT16)
VALUES_TO(bfloat16, BFLOAT16)

#define WALK(data, DATA, y, Y) \
  BQ_KERNEL(dequantize_walk_##data##_##y, 256, 1) { dequantize_walk<DATA, Y>(p); }
#define WALK_TO(y, Y) \
  WALK(int8, INT8, y, Y) WALK(uint8, UINT8, y, Y) WALK(int4, INT4, y, Y) WALK(uint4, UINT4, y, Y) \
  WALK(e4m3fn, E4M3FN, y, Y)
WALK_TO(float, FLOAT)
WALK_TO(float16, FLOAT16)
WALK_TO(bfloat16, BFLOAT16)
