// Which block an element belongs to, walked without a division per element.
#pragma once

#include "blockquant.cuh"

struct BlockWalk {
  int64_t at[MAX_AXES];
  int64_t block;  // flat index of the block of the element at hand
  int64_t left;   // elements of the last axis until the next block, were the row endless
};

BQ_DEVICE int64_t block_at(const Problem& p, const int64_t* at) {
  int64_t block = 0;
  for (int axis = 0; axis < p.axes; axis++) {
    int64_t b = p.block[axis];
    block = block * p.count[axis] + (b == 1 ? at[axis] : at[axis] / b);
  }
  return block;
}

BQ_DEVICE void enter_block(const Problem& p, BlockWalk& walk) {
  int last = p.axes - 1;
  walk.block = block_at(p, walk.at);
  walk.left = p.block[last] - walk.at[last] % p.block[last];
}

BQ_DEVICE BlockWalk walk_from(const Problem& p, int64_t element) {
  BlockWalk walk = {};
  for (int axis = p.axes - 1; axis >= 0; axis--) {
    walk.at[axis] = axis == 0 ? element : element % p.extent[axis];
    element /= p.extent[axis];
  }
  enter_block(p, walk);
  return walk;
}

BQ_DEVICE void advance(const Problem& p, BlockWalk& walk) {
  int axis = p.axes - 1;
  if (++walk.at[axis] < p.extent[axis] || axis == 0) {
    if (--walk.left == 0) {
      walk.block++;
      walk.left = p.block[axis];
    }
    return;
  }
  while (axis > 0 && walk.at[axis] == p.extent[axis]) {
    walk.at[axis--] = 0;
    walk.at[axis]++;
  }
  enter_block(p, walk);
}
