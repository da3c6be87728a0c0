// DynamicQuantize: the kernels that are built. Their names are what the launcher asks for:
// dynamicquantize_<way>_<x>_<data>_<scale>_<block>.
#ifdef BLOCKQUANT_HOST
#include "cuda_shim.h"
#endif

#include "any.cuh"
#include "columns.cuh"
#include "rows.cuh"
#include "tiles.cuh"
#include "walk.cuh"

#define ROWS(x, X, data, DATA, scale, SCALE, block, lanes) \
  BQ_KERNEL(dynamicquantize_rows_##x##_##data##_##scale##_##block, 256, 8) { \
    quantize_rows<X, DATA, SCALE, block, lanes>(p); \
  }

#define COLUMNS(x, X, data, DATA, scale, SCALE, block, resident) \
  BQ_KERNEL(dynamicquantize_columns_##x##_##data##_##scale##_##block, 128, resident) { \
    quantize_columns<X, DATA, SCALE, block>(p); \
  }

// Named by the elements that a thread block holds.
#define TILES(x, X, elements, vectors, threads, resident) \
  BQ_KERNEL(dynamicquantize_tiles_##x##_e4m3fn_float_##elements, threads, resident) { \
    quantize_tiles<X, E4M3FN, FLOAT, vectors, threads>(p); \
  }

ROWS(float, FLOAT, e2m1, E2M1, e4m3fn, E4M3FN, 16, 2)
ROWS(float16, FLOAT16, e2m1, E2M1, e4m3fn, E4M3FN, 16, 1)
ROWS(bfloat16, BFLOAT16, e2m1, E2M1, e4m3fn, E4M3FN, 16, 1)
ROWS(float, FLOAT, e4m3fn, E4M3FN, e8m0, E8M0, 32, 4)
ROWS(float16, FLOAT16, e4m3fn, E4M3FN, e8m0, E8M0, 32, 4)
ROWS(bfloat16, BFLOAT16, e4m3fn, E4M3FN, e8m0, E8M0, 32, 4)
ROWS(float, FLOAT, e2m1, E2M1, e8m0, E8M0, 32, 4)
ROWS(float16, FLOAT16, e2m1, E2M1, e8m0, E8M0, 32, 2)
ROWS(bfloat16, BFLOAT16, e2m1, E2M1, e8m0, E8M0, 32, 2)
ROWS(float, FLOAT, e4m3fn, E4M3FN, float, FLOAT, 128, 16)
ROWS(float16, FLOAT16, e4m3fn, E4M3FN, float, FLOAT, 128, 8)
ROWS(bfloat16, BFLOAT16, e4m3fn, E4M3FN, float, FLOAT, 128, 8)

COLUMNS(float, FLOAT, e2m1, E2M1, e4m3fn, E4M3FN, 16, 3)
COLUMNS(float16, FLOAT16, e2m1, E2M1, e4m3fn, E4M3FN, 16, 4)
COLUMNS(bfloat16, BFLOAT16, e2m1, E2M1, e4m3fn, E4M3FN, 16, 4)
COLUMNS(float, FLOAT, e4m3fn, E4M3FN, e8m0, E8M0, 32, 3)
COLUMNS(float16, FLOAT16, e4m3fn, E4M3FN, e8m0, E8M0, 32, 4)
COLUMNS(bfloat16, BFLOAT16, e4m3fn, E4M3FN, e8m0, E8M0, 32, 4)

TILES(float, FLOAT, 4096, 4, 256, 5)
TILES(float16, FLOAT16, 4096, 2, 256, 8)
TILES(bfloat16, BFLOAT16, 4096, 2, 256, 8)
TILES(float, FLOAT, 16384, 8, 512, 2)
TILES(float16, FLOAT16, 16384, 8, 256, 4)
TILES(bfloat16, BFLOAT16, 16384, 8, 256, 4)

#define WALK(x, X) \
  BQ_KERNEL(dynamicquantize_walk_magnitudes_##x, 256, 1) { walk_magnitudes<X>(p); } \
  BQ_KERNEL(dynamicquantize_walk_codes_##x##_e2m1, 256, 1) { walk_codes<X, E2M1>(p); } \
  BQ_KERNEL(dynamicquantize_walk_codes_##x##_e4m3fn, 256, 1) { walk_codes<X, E4M3FN>(p); } \
  BQ_KERNEL(dynamicquantize_walk_codes_##x##_int8, 256, 1) { walk_codes<X, INT8>(p); }

WALK(float, FLOAT)
WALK(float16, FLOAT16)
WALK(bfloat16, BFLOAT16)

BQ_KERNEL(dynamicquantize_any_magnitudes, 256, 1) { any_magnitudes(p); }
BQ_KERNEL(dynamicquantize_any_scales, 256, 1) { any_scales(p); }
BQ_KERNEL(dynamicquantize_any_codes, 256, 1) { any_codes(p); }
