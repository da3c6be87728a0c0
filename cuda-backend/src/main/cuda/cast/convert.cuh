// One element to another type, by the rules of Cast; written for reading.
//
// Every value but that of a 64-bit integer is a double exactly, so each is rounded once (F1).
#pragma once

#include "../formats.cuh"

BQ_DEVICE uint64_t bits_of_double(double v) {
#ifdef __CUDA_ARCH__
  return (uint64_t)__double_as_longlong(v);
#else
  uint64_t r;
  __builtin_memcpy(&r, &v, 8);
  return r;
#endif
}

constexpr uint64_t DOUBLE_FRACTION = 0xfffffffffffffull, DOUBLE_INFINITY = 0x7ff0000000000000ull;
constexpr uint64_t DOUBLE_NAN = 0x7ff8000000000000ull;

// What Quantize neither reads nor writes.
BQ_DEVICE bool is_whole(int32_t type) {
  return is_integer(type) || type == BOOL || type == INT64 || type == UINT64 || type == UINT32;
}

BQ_DEVICE int cast_width(int32_t type) {
  return type == INT64 || type == UINT64 || type == DOUBLE ? 64 : type == UINT32 ? 32
      : width_of(type);
}

// The value of an integer or of BOOL; UINT64 as the signed integer of the same bits.
BQ_DEVICE int64_t read_whole(uint64_t data, int32_t type, int64_t i) {
  switch (type) {
    case INT64: case UINT64: return ((const int64_t*)data)[i];
    case UINT32: return ((const uint32_t*)data)[i];
    case BOOL: return ((const uint8_t*)data)[i] != 0;
    default: return read_integer(data, type, i);
  }
}

BQ_DEVICE double read_number(uint64_t data, int32_t type, int64_t i) {
  return type == DOUBLE ? ((const double*)data)[i] : (double)read_value(data, type, i);
}

// A double that a later rounding finds on the same side of every tie as the integer: where 53 bits
// do not hold it, the last of them is set.
BQ_DEVICE double rounded_to_odd(int64_t whole, bool is_unsigned) {
  bool negative = whole < 0 && !is_unsigned;
  uint64_t magnitude = negative ? 0 - (uint64_t)whole : (uint64_t)whole;
  int excess = magnitude >> 53 ? 11 - __clzll((long long)magnitude) : 0;
  uint64_t kept = magnitude >> excess;
  bool exact = kept << excess == magnitude;
  double odd = (double)(exact ? kept : kept | 1) * (double)(1ull << excess);  // exact
  return negative ? -odd : odd;
}

// F1, F3: round to nearest even with gradual underflow, then test the range.
BQ_DEVICE uint32_t cast_to_mini(int32_t type, double value, bool saturate) {
  bool is_arithmetic = type == FLOAT16 || type == BFLOAT16;  // these overflow to Inf
  Mini f = type == FLOAT16 ? Mini{10, -14, 0x8000, 0x7bff, 0x7c00, 0x7e00, true}
      : type == BFLOAT16 ? Mini{7, -126, 0x8000, 0x7f7f, 0x7f80, 0x7fc0, true}
                         : mini_of(type);
  uint64_t magnitude = bits_of_double(value) & ~(1ull << 63);
  uint32_t sign = bits_of_double(value) >> 63 ? f.sign : 0;
  if (magnitude > DOUBLE_INFINITY) {
    return f.nan >= 0 ? f.nan : f.sign;  // F3: the code of -0
  }
  int code = 0x7fffffff;
  if (magnitude < DOUBLE_INFINITY) {
    int field = (int)(magnitude >> 52);
    uint64_t significand = (magnitude & DOUBLE_FRACTION) | (field ? DOUBLE_FRACTION + 1 : 0);
    int exponent = (field ? field : 1) - 1023;
    int unit = exponent > f.min_exponent ? exponent : f.min_exponent;
    int distance = unit - f.fraction_bits - (exponent - 52);
    distance = distance > 54 ? 54 : distance;  // 53 bits are less than half a unit there
    uint64_t odd = (significand >> distance) & 1;
    uint64_t units = (significand + (1ull << (distance - 1)) - 1 + odd) >> distance;
    code = ((unit - f.min_exponent) << f.fraction_bits) + (int)units;
  }
  if (code > f.max_code) {
    if (saturate && !is_arithmetic) {
      return sign | f.max_code;
    }
    return f.infinity >= 0 ? sign | f.infinity : f.nan >= 0 ? f.nan : sign | f.max_code;
  }
  return code == 0 && !f.negative_zero ? 0 : sign | code;
}

// F5: powers 0 takes the one below, 1 the one above, 2 the nearer.
BQ_DEVICE uint32_t cast_to_e8m0(double value, int powers, bool saturate) {
  if (value != value || value < 0) {
    return 0xff;
  }
  uint64_t bits = bits_of_double(value) & ~(1ull << 63);
  uint64_t fraction = bits & DOUBLE_FRACTION;
  bool carries = powers == 1 ? fraction != 0 : powers == 2 && fraction >> 51;
  // Zero and subnormal doubles are at -1023 here, Inf at 1024: on the right side of the range.
  int code = (int)(bits >> 52) - 1023 + 127 + carries;
  if (code < 0 || code > 0xfe) {
    return !saturate ? 0xff : code < 0 ? 0 : 0xfe;
  }
  return code;
}

// K1: the fraction is dropped; the end of the range, or the low bits of the INT32.
BQ_DEVICE uint64_t cast_to_integer(int32_t type, double value) {
  double whole = value != value ? 0.0 : trunc(value);
  int width = cast_width(type);
  if (type == UINT64) {
    return whole <= 0.0 ? 0 : whole >= 18446744073709551616.0 ? ~0ull : (uint64_t)whole;
  }
  bool is_unsigned = type == UINT32 || (width >= 8 && type != INT64 && type != INT32
      && lowest(type) == 0);
  int range = width < 8 ? 32 : width;
  double top = is_unsigned ? (double)(1ull << range) : (double)(1ull << (range - 1));
  double bottom = is_unsigned ? 0.0 : -top;
  int64_t integer = whole >= top ? (int64_t)((1ull << (is_unsigned ? range : range - 1)) - 1)
      : whole < bottom ? (is_unsigned ? 0 : -(int64_t)((1ull << (range - 1)) - 1) - 1)
                       : (int64_t)whole;
  return width == 64 ? (uint64_t)integer : (uint64_t)integer & ((1ull << width) - 1);
}

BQ_DEVICE uint64_t cast_number(int32_t type, double value, int powers, bool saturate) {
  if (type == FLOAT) {
    float narrow = (float)value;
    return narrow != narrow ? 0x7fc00000u : bits_of(narrow);
  }
  if (type == DOUBLE) {
    return value != value ? DOUBLE_NAN : bits_of_double(value);
  }
  if (type == BOOL) {
    return value != 0;  // NaN is not zero
  }
  if (type == E8M0) {
    return cast_to_e8m0(value, powers, saturate);
  }
  return is_whole(type) ? cast_to_integer(type, value) : cast_to_mini(type, value, saturate);
}

// The bits of element i of y. A call: inlined where it is used it would be most of the machine code.
BQ_DEVICE_CALL uint64_t cast_code(const Problem& p, int64_t i) {
  if (!is_whole(p.x_type)) {
    return cast_number(p.y_type, read_number(p.x, p.x_type, i), p.round_up, p.saturate);
  }
  int64_t whole = read_whole(p.x, p.x_type, i);
  if (p.y_type == BOOL) {
    return whole != 0;
  }
  if (is_whole(p.y_type)) {  // K2
    int width = cast_width(p.y_type);
    return width == 64 ? (uint64_t)whole : (uint64_t)whole & ((1ull << width) - 1);
  }
  bool is_unsigned = p.x_type == UINT64;
  double value = p.y_type != DOUBLE ? rounded_to_odd(whole, is_unsigned)
      : is_unsigned ? (double)(uint64_t)whole
                    : (double)whole;
  return cast_number(p.y_type, value, p.round_up, p.saturate);
}
