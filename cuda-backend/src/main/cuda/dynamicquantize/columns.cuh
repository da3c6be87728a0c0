// DynamicQuantize where blocks run down the columns of a matrix (axis second-to-last): one pass.
//
// A thread holds BLOCK rows of four columns, each a block of its own; eight of 16 bits would leave
// too few registers for enough threads.
#pragma once

#include "encoder.cuh"

// R1 and R7 down one column, as the reference reads; code after code into an array of the thread.
template <int32_t TYPE, int32_t DATA, int32_t SCALE>
BQ_DEVICE_CALL uint32_t quantize_column(
    const Problem& p, int64_t first, int64_t stride, int size, uint8_t* codes) {
  float amax = 0.0f;
  for (int i = 0; i < size; i++) {
    amax = larger(amax, fabsf(read_value(p.x, TYPE, first + i * stride)));
  }
  BlockScale scale = block_scale(p, DATA, SCALE, amax);
  for (int i = 0; i < size; i++) {
    float x = read_value(p.x, TYPE, first + i * stride);
    codes[i] = (uint8_t)block_code(DATA, x, scale.effective);
  }
  return scale.code;
}

template <int32_t TYPE, int32_t DATA, int32_t SCALE, int BLOCK>
BQ_DEVICE void quantize_columns(const Problem& p) {
  constexpr int COLUMNS = 4;
  constexpr int CODE_BITS = DATA == E2M1 ? 4 : 8;
  using Coder = Encoder<DATA, SCALE>;
  int64_t width = p.extent[1];
  int64_t strips = width / COLUMNS;  // the launcher sees to it that this divides
  int64_t thread = global_thread();
  if (thread >= p.count[0] * strips) {
    return;
  }
  int64_t block_row = thread / strips;
  int64_t column = thread % strips * COLUMNS;
  int64_t first = block_row * BLOCK * width + column;

  Values<TYPE, COLUMNS> rows[BLOCK];
#pragma unroll
  for (int r = 0; r < BLOCK; r++) {
    rows[r].load(p.x + (first + r * width) * bytes_of(TYPE));
  }
  uint32_t slow = 0;  // columns that take the slow way
  Coder coders[COLUMNS];
#pragma unroll
  for (int c = 0; c < COLUMNS; c++) {
    float amax = fabsf(rows[0].at(c));
#pragma unroll
    for (int r = 1; r < BLOCK; r++) {
      amax = max_magnitude(amax, rows[r].at(c));
    }
    bool fast = Coder::is_fast(amax);
    slow |= fast ? 0 : 1u << c;
    coders[c] = Coder(p, fast ? amax : 1.0f);
    ((uint8_t*)p.yscale)[block_row * width + column + c] = (uint8_t)coders[c].scale().code;
  }
  uint64_t y = p.y;
#pragma unroll
  for (int r = 0; r < BLOCK; r++) {
    uint32_t codes[2] = {0, 0};
    if constexpr (DATA == E2M1 && E2M1_HARDWARE) {
      float q[COLUMNS];
#pragma unroll
      for (int c = 0; c < COLUMNS; c++) {
        q[c] = signed_quotient(coders[c], rows[r].at(c));
      }
      codes[0] = e2m1_pair(q[0], q[1]) | e2m1_pair(q[2], q[3]) << 8;
    } else {
#pragma unroll
      for (int c = 0; c < COLUMNS; c++) {
        float x = rows[r].at(c);
        uint32_t code;
        if constexpr (DATA == E2M1) {
          code = (e2m1_magnitude<true>(coders[c].quotient(x)) & 7) | (bits_of(x) >> 28 & 8);
        } else {
          code = __nv_cvt_float_to_fp8(signed_quotient(coders[c], x), __NV_SATFINITE, __NV_E4M3);
        }
        codes[c * CODE_BITS / 32] |= code << (c * CODE_BITS % 32);
      }
    }
    uint64_t address = y + (first + r * width) * CODE_BITS / 8;
    if constexpr (CODE_BITS * COLUMNS == 16) {
      BQ_STORE(unsigned short, address, (unsigned short)codes[0]);
    } else {
      store_words(address, codes, CODE_BITS * COLUMNS / 32);
    }
  }
  if (slow == 0) {
    return;
  }
  // Rare: NaN, Inf or a scale out of range. This thread alone writes these bytes, so it may again.
  for (int c = 0; c < COLUMNS; c++) {
    if (slow >> c & 1) {
      uint8_t column_codes[BLOCK];
      uint32_t scale = quantize_column<TYPE, DATA, SCALE>(p, first + c, width, BLOCK, column_codes);
      ((uint8_t*)p.yscale)[block_row * width + column + c] = (uint8_t)scale;
      for (int r = 0; r < BLOCK; r++) {
        int64_t element = first + r * width + c;
        uint8_t* at = (uint8_t*)y + element * CODE_BITS / 8;
        int offset = (int)(element * CODE_BITS & 7);
        uint8_t mask = (uint8_t)(((1 << CODE_BITS) - 1) << offset);
        *at = (uint8_t)((*at & ~mask) | column_codes[r] << offset);
      }
    }
  }
}
