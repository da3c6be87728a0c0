// BitCast: the same bytes in memory of their own (K3). p.n counts bytes.
#ifdef BLOCKQUANT_HOST
#include "cuda_shim.h"
#endif

#include "../vectors.cuh"

BQ_DEVICE void copy_bytes(const Problem& p) {
  constexpr int COUNT = 16;
  int64_t i = global_thread() * COUNT;
  if (i + COUNT <= p.n) {
    store16(p.y + i, load16(p.x + i));
    return;
  }
  for (; i < p.n; i++) {
    ((uint8_t*)p.y)[i] = ((const uint8_t*)p.x)[i];
  }
}

BQ_KERNEL(bitcast_copy, 256, 1) { copy_bytes(p); }
