// Sixteen bytes at a time: how the fast kernels read and write, and how they take inputs apart.
#pragma once

#include "blockquant.cuh"

// Loads go through the cache in the usual way: threads whose 16 bytes share a sector with another's
// find it there, which "evict first" would take away (5 % of the whole on an H200). Nothing is read
// again once it is written, so stores need no place in the cache.
#define BQ_LOAD(T, at) __ldg((const T*)(at))
#define BQ_STORE(T, at, v) __stcs((T*)(at), (v))

BQ_DEVICE uint4 load16(uint64_t address) { return BQ_LOAD(uint4, address); }
BQ_DEVICE uint2 load8(uint64_t address) { return BQ_LOAD(uint2, address); }
BQ_DEVICE void store16(uint64_t address, uint4 v) { BQ_STORE(uint4, address, v); }
BQ_DEVICE void store8(uint64_t address, uint2 v) { BQ_STORE(uint2, address, v); }
BQ_DEVICE void store4(uint64_t address, uint32_t v) { BQ_STORE(unsigned int, address, v); }

// What a warp reads or writes in whole lines needs no place in L1 at all (0.8 % of the whole where
// four fifths of the bytes are written, on an H200).
#ifdef __CUDA_ARCH__
BQ_DEVICE uint32_t stream_in2(uint64_t address) {
  unsigned short v;
  asm("ld.global.nc.L1::no_allocate.u16 %0, [%1];" : "=h"(v) : "l"(address));
  return v;
}

BQ_DEVICE uint32_t stream_in4(uint64_t address) {
  uint32_t v;
  asm("ld.global.nc.L1::no_allocate.u32 %0, [%1];" : "=r"(v) : "l"(address));
  return v;
}

BQ_DEVICE uint2 stream_in8(uint64_t address) {
  uint2 v;
  asm("ld.global.nc.L1::no_allocate.v2.u32 {%0, %1}, [%2];" : "=r"(v.x), "=r"(v.y) : "l"(address));
  return v;
}

BQ_DEVICE void stream_out16(uint64_t address, uint4 v) {
  asm volatile("st.global.L1::no_allocate.v4.u32 [%0], {%1, %2, %3, %4};"
               :: "l"(address), "r"(v.x), "r"(v.y), "r"(v.z), "r"(v.w) : "memory");
}
#else
BQ_DEVICE uint32_t stream_in2(uint64_t address) { return BQ_LOAD(unsigned short, address); }
BQ_DEVICE uint32_t stream_in4(uint64_t address) { return BQ_LOAD(unsigned int, address); }
BQ_DEVICE uint2 stream_in8(uint64_t address) { return load8(address); }
BQ_DEVICE void stream_out16(uint64_t address, uint4 v) { store16(address, v); }
#endif

BQ_DEVICE constexpr int bytes_of(int32_t type) { return type == FLOAT ? 4 : 2; }

// COUNT floats: 8 bytes, or a multiple of 16.
template <int32_t TYPE, int COUNT>
struct Values {
  static constexpr int WORDS = COUNT * bytes_of(TYPE) / 4;
  uint32_t word[WORDS];

  BQ_DEVICE void load(uint64_t address) {
    if constexpr (WORDS == 2) {
      uint2 v = load8(address);
      word[0] = v.x;
      word[1] = v.y;
    } else {
#pragma unroll
      for (int i = 0; i < WORDS; i += 4) {
        uint4 v = load16(address + 4 * i);
        word[i] = v.x;
        word[i + 1] = v.y;
        word[i + 2] = v.z;
        word[i + 3] = v.w;
      }
    }
  }

  BQ_DEVICE void clear() {
#pragma unroll
    for (int i = 0; i < WORDS; i++) {
      word[i] = 0;
    }
  }

  BQ_DEVICE float at(int i) const { return widened(word[TYPE == FLOAT ? i : i / 2], i); }

  // Costs nothing for 16 bits: amax() needs the same words.
  BQ_DEVICE float magnitude_at(int i) const {
    return TYPE == FLOAT ? fabsf(float_of(word[i])) : widened(word[i / 2] & 0x7fff7fffu, i);
  }

  // The largest magnitude; NaN if there is one.
  BQ_DEVICE float amax() const {
    if constexpr (TYPE == FLOAT) {
      float m = fabsf(at(0));
#pragma unroll
      for (int i = 1; i < COUNT; i++) {
        m = max_magnitude(m, at(i));
      }
      return m;
    } else {
      // Bits of magnitudes order as the magnitudes do, NaN above Inf: two at a time as integers.
      uint32_t m = word[0] & 0x7fff7fffu;
#pragma unroll
      for (int i = 1; i < WORDS; i++) {
        m = max_u16x2(m, word[i] & 0x7fff7fffu);
      }
      uint32_t high = m >> 16, low = m & 0xffffu;
      uint32_t top = high > low ? high : low;
      return TYPE == BFLOAT16 ? float_of(top << 16) : half_bits(top);
    }
  }

 private:
  BQ_DEVICE static float widened(uint32_t w, int i) {
    if constexpr (TYPE == FLOAT) {
      return float_of(w);
    } else if constexpr (TYPE == BFLOAT16) {
      return float_of(i & 1 ? w & 0xffff0000u : w << 16);
    } else {
      __half2_raw pair;
      pair.x = (unsigned short)w;
      pair.y = (unsigned short)(w >> 16);
      return i & 1 ? __high2float(__half2(pair)) : __low2float(__half2(pair));
    }
  }

  BQ_DEVICE static uint32_t max_u16x2(uint32_t a, uint32_t b) {
#ifdef __CUDA_ARCH__
    return __vmaxu2(a, b);
#else
    uint32_t high = (a >> 16) > (b >> 16) ? a >> 16 : b >> 16;
    uint32_t low = (a & 0xffff) > (b & 0xffff) ? a & 0xffff : b & 0xffff;
    return high << 16 | low;
#endif
  }

  BQ_DEVICE static float half_bits(uint32_t bits) {
    __half_raw raw;
    raw.x = (unsigned short)bits;
    return __half2float(__half(raw));
  }
};

// The signs of eight neighbours where packed FP4 codes have them: bit 3 of each nibble.
template <int32_t TYPE, int COUNT>
BQ_DEVICE uint32_t signs_of_eight(const Values<TYPE, COUNT>& v, int first) {
  uint32_t low, high;  // bytes of all ones where the even, the odd neighbours are negative
  if constexpr (TYPE == FLOAT) {
    const uint32_t* w = &v.word[first];
    low = permute(permute(w[0], w[2], 0x00fb), permute(w[4], w[6], 0x00fb), 0x5410);
    high = permute(permute(w[1], w[3], 0x00fb), permute(w[5], w[7], 0x00fb), 0x5410);
  } else {
    const uint32_t* w = &v.word[first / 2];
    uint32_t front = permute(w[0], w[1], 0xfbd9);  // signs of elements 0, 2, 1, 3
    uint32_t back = permute(w[2], w[3], 0xfbd9);
    low = permute(front, back, 0x5410);
    high = permute(front, back, 0x7632);
  }
  return (low & 0x08080808u) | (high & 0x80808080u);
}
