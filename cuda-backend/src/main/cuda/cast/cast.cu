// Cast: each element to another type.
#ifdef BLOCKQUANT_HOST
#include "cuda_shim.h"
#endif

#include "../narrow.cuh"
#include "convert.cuh"

enum { CAST_ELEMENTS = 8 };  // a thread's; they fill whole bytes at any width (F4)

// Elements [i, end) one by one.
BQ_DEVICE void cast_each(const Problem& p, int64_t i, int64_t end) {
  int width = cast_width(p.y_type);
  CodeWriter writer = CodeWriter::at(p.y, width, i);
#pragma unroll 1
  for (; i < end; i++) {
    uint64_t code = cast_code(p, i);
    switch (width) {
      case 64: ((uint64_t*)p.y)[i] = code; break;
      case 32: ((uint32_t*)p.y)[i] = (uint32_t)code; break;
      case 16: ((uint16_t*)p.y)[i] = (uint16_t)code; break;
      default: CodeWriter::put(writer, (uint32_t)code, width); break;
    }
  }
  CodeWriter::close(writer);
}

BQ_DEVICE void cast_elements(const Problem& p) {
  int64_t octets = (p.n + CAST_ELEMENTS - 1) / CAST_ELEMENTS;
  for (int64_t octet = global_thread(); octet < octets; octet += global_threads()) {
    int64_t i = octet * CAST_ELEMENTS;
    cast_each(p, i, i + CAST_ELEMENTS < p.n ? i + CAST_ELEMENTS : p.n);
  }
}

// Between the floats of ordinary arithmetic, sixteen bytes at a time.
template <int32_t X, int32_t Y>
BQ_DEVICE void cast_runs(const Problem& p) {
  int64_t i = global_thread() * CAST_ELEMENTS;
  if (i + CAST_ELEMENTS > p.n) {
    if (i < p.n) {
      cast_each(p, i, p.n);
    }
    return;
  }
  Values<X, CAST_ELEMENTS> v;
  v.load(p.x + i * bytes_of(X));
  float value[CAST_ELEMENTS];
#pragma unroll
  for (int k = 0; k < CAST_ELEMENTS; k++) {
    value[k] = v.at(k);
  }
  store_values<Y>(p.y + i * bytes_of(Y), value);
}

BQ_KERNEL(cast_any, 256, 1) { cast_elements(p); }

#define CAST_RUNS(x, X, y, Y) \
  BQ_KERNEL(cast_runs_##x##_##y, 256, 1) { cast_runs<X, Y>(p); }
CAST_RUNS(float, FLOAT, float16, FLOAT16)
CAST_RUNS(float, FLOAT, bfloat16, BFLOAT16)
CAST_RUNS(float16, FLOAT16, float, FLOAT)
CAST_RUNS(float16, FLOAT16, bfloat16, BFLOAT16)
CAST_RUNS(bfloat16, BFLOAT16, float, FLOAT)
CAST_RUNS(bfloat16, BFLOAT16, float16, FLOAT16)
