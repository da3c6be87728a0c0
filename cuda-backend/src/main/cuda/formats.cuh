// Number formats, written for reading: any value of any type, one at a time.
//
// The fast kernels use their own ways for the formats that they are for; these are what they fall
// back to, and what the kernels for arbitrary types and blocks are made of.
#pragma once

#include "blockquant.cuh"

// A binary format of a sign, an exponent and a fraction; -1 for codes that it lacks.
struct Mini {
  int fraction_bits, min_exponent, sign, max_code, infinity, nan;
  bool negative_zero;
};

BQ_DEVICE Mini mini_of(int32_t type) {
  switch (type) {
    case E2M1: return {1, 0, 0x8, 0x7, -1, -1, true};
    case E2M3: return {3, 0, 0x20, 0x1f, -1, -1, true};
    case E3M2: return {2, -2, 0x20, 0x1f, -1, -1, true};
    case E4M3FN: return {3, -6, 0x80, 0x7e, -1, 0x7f, true};
    case E4M3FNUZ: return {3, -7, 0x80, 0x7f, -1, 0x80, false};
    case E5M2: return {2, -14, 0x80, 0x7b, 0x7c, 0x7e, true};
    default: return {2, -15, 0x80, 0x7f, -1, 0x80, false};  // E5M2FNUZ
  }
}

// F1, F3: round to nearest even with gradual underflow, then test the range.
BQ_DEVICE uint32_t encode_mini(Mini f, float value, bool saturate) {
  uint32_t magnitude = bits_of(value) & 0x7fffffffu;
  uint32_t sign = bits_of(value) >> 31 ? f.sign : 0;
  if (magnitude > 0x7f800000u) {
    return f.nan >= 0 ? f.nan : f.max_code;
  }
  int code = 0x7fffffff;
  if (magnitude < 0x7f800000u) {
    int field = (int)(magnitude >> 23);
    uint32_t significand = (magnitude & 0x7fffffu) | (field ? 0x800000u : 0);
    int exponent = (field ? field : 1) - 127;
    int unit = exponent > f.min_exponent ? exponent : f.min_exponent;
    int distance = unit - f.fraction_bits - (exponent - 23);  // at least 20
    uint32_t units = 0;
    if (distance < 26) {  // beyond that, less than half a unit
      uint32_t odd = (significand >> distance) & 1;
      units = (significand + (1u << (distance - 1)) - 1 + odd) >> distance;
    }
    code = ((unit - f.min_exponent) << f.fraction_bits) + (int)units;
  }
  if (code > f.max_code) {
    if (saturate) {
      return sign | f.max_code;
    }
    return f.infinity >= 0 ? sign | f.infinity : f.nan >= 0 ? f.nan : sign | f.max_code;
  }
  return code == 0 && !f.negative_zero ? 0 : sign | code;
}

BQ_DEVICE float decode_mini(Mini f, uint32_t code) {
  uint32_t magnitude = code & (f.sign - 1);
  bool is_nan = f.nan >= 0
      && (f.negative_zero ? (int)magnitude > (f.infinity >= 0 ? f.infinity : f.max_code)
                          : (int)code == f.nan);
  if (is_nan) {
    return float_of(0x7fc00000u);
  }
  float value;
  if ((int)magnitude == f.infinity) {
    value = float_of(0x7f800000u);
  } else {
    int field = (int)(magnitude >> f.fraction_bits);
    uint32_t fraction = magnitude & ((1u << f.fraction_bits) - 1);
    uint32_t significand = field ? fraction | (1u << f.fraction_bits) : fraction;
    int exponent = (field ? field : 1) - 1 + f.min_exponent - f.fraction_bits;
    value = (float)significand * float_of((uint32_t)(exponent + 127) << 23);  // exact
  }
  return code & f.sign ? -value : value;
}

BQ_DEVICE float decode_e8m0(uint32_t code) {
  return float_of(code == 255 ? 0x7fc00000u : code == 0 ? 0x400000u : code << 23);
}

BQ_DEVICE float decode_half(uint16_t code) {
  return __half2float(__half(__half_raw{code}));
}

BQ_DEVICE float decode_bfloat(uint16_t code) { return float_of((uint32_t)code << 16); }

// IEEE 754: to nearest even, overflow to Inf; one canonical NaN.
BQ_DEVICE uint16_t encode_half(float v) {
  return v != v ? 0x7e00 : __half_raw(__float2half_rn(v)).x;
}

BQ_DEVICE uint16_t encode_bfloat(float v) {
  uint32_t b = bits_of(v);
  return v != v ? 0x7fc0 : (uint16_t)((b + 0x7fffu + ((b >> 16) & 1)) >> 16);
}

BQ_DEVICE bool is_integer(int32_t type) {
  return type == UINT8 || type == INT8 || type == UINT16 || type == INT16 || type == INT32
      || type == UINT4 || type == INT4 || type == UINT2 || type == INT2;
}

BQ_DEVICE int width_of(int32_t type) {
  switch (type) {
    case FLOAT: case INT32: return 32;
    case FLOAT16: case BFLOAT16: case INT16: case UINT16: return 16;
    case E2M1: case INT4: case UINT4: return 4;
    case INT2: case UINT2: return 2;
    case E2M3: case E3M2: return 6;
    default: return 8;
  }
}

BQ_DEVICE constexpr int lowest(int32_t type) {
  switch (type) {
    case INT8: return -128;
    case INT16: return -32768;
    case INT4: return -8;
    case INT2: return -2;
    default: return 0;
  }
}

BQ_DEVICE int highest(int32_t type) {
  switch (type) {
    case INT8: return 127;
    case UINT8: return 255;
    case INT16: return 32767;
    case UINT16: return 65535;
    case INT4: return 7;
    case UINT4: return 15;
    case INT2: return 1;
    default: return 3;  // UINT2
  }
}

// F3: NaN is 0, then the zero point is added, then the sum is clamped.
BQ_DEVICE uint32_t encode_integer(int32_t type, float quotient, int zero) {
  // 2^30 is beyond every range even after a zero point of 16 bits.
  float rounded = quotient != quotient ? 0.0f : rintf(quotient);
  rounded = fminf(fmaxf(rounded, -1073741824.0f), 1073741824.0f);
  int sum = (int)rounded + zero;
  int low = lowest(type), high = highest(type);
  sum = sum < low ? low : sum > high ? high : sum;
  int width = width_of(type);
  return (uint32_t)sum & (width == 32 ? 0xffffffffu : (1u << width) - 1);
}

BQ_DEVICE uint32_t encode(int32_t type, float quotient, int zero, bool saturate) {
  return is_integer(type) ? encode_integer(type, quotient, zero)
                          : encode_mini(mini_of(type), quotient, saturate);
}

// ---- elements in memory (F4) ----

// Element i of a packed tensor of up to 8 bits an element. Six bits may lie across two bytes.
BQ_DEVICE uint32_t read_code(const uint8_t* data, int width, int64_t i) {
  if (width == 8) {
    return data[i];
  }
  int64_t bit = i * width;
  int offset = (int)(bit & 7);
  uint32_t word = data[bit >> 3];
  if (offset + width > 8) {
    word |= (uint32_t)data[(bit >> 3) + 1] << 8;
  }
  return (word >> offset) & ((1u << width) - 1);
}

BQ_DEVICE int64_t read_integer(uint64_t data, int32_t type, int64_t i) {
  switch (type) {
    case INT32: return ((const int32_t*)data)[i];
    case INT16: return ((const int16_t*)data)[i];
    case UINT16: return ((const uint16_t*)data)[i];
    default: {
      int width = width_of(type);
      int code = (int)read_code((const uint8_t*)data, width, i);
      bool is_negative = lowest(type) < 0 && code >> (width - 1);
      return is_negative ? code - (1 << width) : code;
    }
  }
}

BQ_DEVICE float read_value(uint64_t data, int32_t type, int64_t i) {
  switch (type) {
    case FLOAT: return ((const float*)data)[i];
    case FLOAT16: return decode_half(((const uint16_t*)data)[i]);
    case BFLOAT16: return decode_bfloat(((const uint16_t*)data)[i]);
    case E8M0: return decode_e8m0(((const uint8_t*)data)[i]);
    default:
      return is_integer(type)
          ? (float)read_integer(data, type, i)
          : decode_mini(mini_of(type), read_code((const uint8_t*)data, width_of(type), i));
  }
}

// Codes gathered in order and written a byte at a time, from an element that starts a byte.
struct CodeWriter {
  uint8_t* next;
  uint32_t pending;
  int filled;

  BQ_DEVICE static CodeWriter at(uint64_t data, int width, int64_t element) {
    return {(uint8_t*)data + (element * width >> 3), 0, 0};
  }

  BQ_DEVICE static void put(CodeWriter& w, uint32_t code, int width) {
    w.pending |= code << w.filled;
    w.filled += width;
    while (w.filled >= 8) {
      *w.next++ = (uint8_t)w.pending;
      w.pending >>= 8;
      w.filled -= 8;
    }
  }

  BQ_DEVICE static void close(CodeWriter& w) {
    if (w.filled > 0) {
      *w.next = (uint8_t)w.pending;
    }
  }
};
