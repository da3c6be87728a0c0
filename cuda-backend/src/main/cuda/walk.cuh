// Blocks over at most three axes and fewer than 2^31 elements, walked in registers: eight neighbours a
// thread, whatever blocks they are of. The scale of a block is read when the walk enters it.
#pragma once

#include "formats.cuh"
#include "vectors.cuh"

enum { WALK_AXES = 3, WALK_ELEMENTS = 8 };

// An axis by its distance from the last one; those that are missing have one element and one block.
struct WalkAxis {
  uint32_t extent, block, count;

  BQ_DEVICE static WalkAxis of(const Problem& p, int from_last) {
    int axis = p.axes - 1 - from_last;
    if (axis < 0) {
      return {1, 1, 1};
    }
    return {(uint32_t)p.extent[axis], (uint32_t)p.block[axis], (uint32_t)p.count[axis]};
  }
};

struct Walk {
  WalkAxis outer, middle, inner;
  uint32_t a, b, c;    // where the element is
  uint32_t row_block;  // the first block of its row
  uint32_t column, left;  // its block in the row, and how many of its elements are left

  BQ_DEVICE static Walk from(const Problem& p, uint32_t element) {
    Walk w;
    w.outer = WalkAxis::of(p, 2);
    w.middle = WalkAxis::of(p, 1);
    w.inner = WalkAxis::of(p, 0);
    uint32_t row = element / w.inner.extent;
    w.c = element - row * w.inner.extent;
    w.a = row / w.middle.extent;
    w.b = row - w.a * w.middle.extent;
    w.enter_row();
    w.column = w.c / w.inner.block;
    w.left = w.inner.block - (w.c - w.column * w.inner.block);
    return w;
  }

  BQ_DEVICE uint32_t block() const { return row_block + column; }

  // Go to the next element; returns whether that is in another block.
  BQ_DEVICE bool advance() {
    c++;
    left--;
    if (c == inner.extent) {
      c = 0;
      b++;
      if (b == middle.extent) {
        b = 0;
        a++;
      }
      enter_row();
      column = 0;
      left = inner.block;
      return true;
    }
    if (left == 0) {
      column++;
      left = inner.block;
      return true;
    }
    return false;
  }

 private:
  BQ_DEVICE void enter_row() {
    row_block = (a / outer.block * middle.count + b / middle.block) * inner.count;
  }
};

BQ_DEVICE constexpr int walk_width(int32_t type) {
  return type == E2M1 || type == INT4 || type == UINT4 ? 4 : 8;
}

BQ_DEVICE_CALL float read_other_scale(uint64_t scales, int32_t type, int64_t block) {
  return read_value(scales, type, block);
}

// The scale of a block: nearly always a float, so that the other types are a call.
BQ_DEVICE float walk_scale(const Problem& p, uint32_t block) {
  return p.scale_type == FLOAT ? ((const float*)p.scale)[block]
                               : read_other_scale(p.scale, p.scale_type, block);
}

// Eight codes in whole words.
template <int WIDTH>
struct Octet {
  uint32_t word[WIDTH / 4];

  BQ_DEVICE uint32_t at(int i) const {
    return word[i * WIDTH / 32] >> (i * WIDTH % 32) & ((1u << WIDTH) - 1);
  }

  BQ_DEVICE void put(int i, uint32_t code) { word[i * WIDTH / 32] |= code << (i * WIDTH % 32); }

  BQ_DEVICE static Octet zero() {
    Octet o;
#pragma unroll
    for (int w = 0; w < WIDTH / 4; w++) {
      o.word[w] = 0;
    }
    return o;
  }

  // The bytes of `count` elements; the rest of the last one is 0 (F4).
  BQ_DEVICE static Octet load(uint64_t address, int count) {
    Octet o = zero();
    if (count == WALK_ELEMENTS) {
      if constexpr (WIDTH == 4) {
        o.word[0] = stream_in4(address);
      } else {
        uint2 pair = stream_in8(address);
        o.word[0] = pair.x;
        o.word[1] = pair.y;
      }
      return o;
    }
#pragma unroll
    for (int byte = 0; byte < WIDTH; byte++) {
      uint32_t v = byte * 8 < count * WIDTH ? ((const uint8_t*)address)[byte] : 0;
      o.word[byte / 4] |= v << (byte % 4 * 8);
    }
    return o;
  }

  BQ_DEVICE void store(uint64_t address, int count) const {
    if (count == WALK_ELEMENTS) {
      if constexpr (WIDTH == 4) {
        store4(address, word[0]);
      } else {
        store8(address, make_uint2(word[0], word[1]));
      }
      return;
    }
#pragma unroll
    for (int byte = 0; byte < WIDTH; byte++) {
      if (byte * 8 < count * WIDTH) {
        ((uint8_t*)address)[byte] = (uint8_t)(word[byte / 4] >> (byte % 4 * 8));
      }
    }
  }
};
