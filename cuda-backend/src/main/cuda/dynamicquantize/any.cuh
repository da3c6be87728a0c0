// DynamicQuantize for any types and blocks, in three launches: magnitudes, scales, codes.
//
// Written for reading; x is read twice. p.work holds a float per block, zero at first.
#pragma once

#include "../blocks.cuh"
#include "scale.cuh"

enum { OCTET = 8 };  // elements that fill whole bytes at any width (F4)

// R1: magnitudes order as their bits, so the largest is the same in whatever order they come (R9).
BQ_DEVICE void any_magnitudes(const Problem& p) {
  unsigned int* amax = (unsigned int*)p.work;
  int64_t octets = (p.n + OCTET - 1) / OCTET;
  for (int64_t octet = global_thread(); octet < octets; octet += global_threads()) {
    int64_t i = octet * OCTET;
    int64_t end = i + OCTET < p.n ? i + OCTET : p.n;
    BlockWalk walk = walk_from(p, i);
    int64_t block = walk.block;
    uint32_t largest = 0;
    for (; i < end; i++) {
      if (walk.block != block) {
        atomicMax(&amax[block], largest);
        largest = 0;
        block = walk.block;
      }
      uint32_t magnitude = bits_of(read_value(p.x, p.x_type, i)) & 0x7fffffffu;
      if (magnitude <= 0x7f800000u && magnitude > largest) {
        largest = magnitude;
      }
      advance(p, walk);
    }
    // Look before asking for the lock of the cache line: most threads of a large block need not.
    if (largest > *(volatile unsigned int*)&amax[block]) {
      atomicMax(&amax[block], largest);
    }
  }
}

BQ_DEVICE void any_scales(const Problem& p) {
  float* work = (float*)p.work;
  for (int64_t b = global_thread(); b < p.blocks; b += global_threads()) {
    BlockScale scale = block_scale(p, p.y_type, p.scale_type, work[b]);
    store_scale(p, p.scale_type, b, scale);
    work[b] = scale.effective;
  }
}

BQ_DEVICE void any_codes(const Problem& p) {
  const float* effective = (const float*)p.work;
  int width = width_of(p.y_type);
  int64_t octets = (p.n + OCTET - 1) / OCTET;
  for (int64_t octet = global_thread(); octet < octets; octet += global_threads()) {
    int64_t i = octet * OCTET;
    int64_t end = i + OCTET < p.n ? i + OCTET : p.n;
    BlockWalk walk = walk_from(p, i);
    CodeWriter writer = CodeWriter::at(p.y, width, i);
    for (; i < end; i++) {
      float x = read_value(p.x, p.x_type, i);
      CodeWriter::put(writer, block_code(p.y_type, x, effective[walk.block]), width);
      advance(p, walk);
    }
    CodeWriter::close(writer);
  }
}
