// What every kernel of this folder is given, and the few things that differ between a GPU and a host.
//
// All kernels take one Problem by value, so that any launcher (the Java driver, a script, the host
// build that the tests run) fills one struct and knows every signature.
//
// Built with -fmad=false: a*b+c is two roundings unless __fmaf_rn is written. No fast math, no
// flushing of subnormals: the result is the reference's to the last bit (R9).
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_fp8.h>
#include <stdint.h>

#ifdef __CUDACC__
#define BQ_DEVICE __device__ __forceinline__
#define BQ_DEVICE_CALL __device__ __noinline__
// A kernel of blocks of `threads` threads, `resident` of which a multiprocessor should hold at once.
#define BQ_KERNEL(name, threads, resident) \
  extern "C" __global__ void __launch_bounds__(threads, resident) name( \
      const __grid_constant__ Problem p)
#else
#define BQ_DEVICE inline
#define BQ_DEVICE_CALL static
#define BQ_KERNEL(name, threads, resident) \
  static void kernel_##name(const Problem p); \
  static bq_shim::Registrar registrar_##name(#name, kernel_##name); \
  static void kernel_##name(const Problem p)
#endif

enum { MAX_AXES = 8 };

// Element types, by their ONNX numbers.
enum Type : int32_t {
  FLOAT = 1, UINT8 = 2, INT8 = 3, UINT16 = 4, INT16 = 5, INT32 = 6, INT64 = 7, BOOL = 9,
  FLOAT16 = 10, DOUBLE = 11, UINT32 = 12, UINT64 = 13, BFLOAT16 = 16,
  E4M3FN = 17, E4M3FNUZ = 18, E5M2 = 19, E5M2FNUZ = 20, UINT4 = 21, INT4 = 22, E2M1 = 23, E8M0 = 24,
  UINT2 = 25, INT2 = 26, E2M3 = 27, E3M2 = 28
};

// A call with everything resolved. Addresses are of the device that runs the kernel; tensors are
// row-major and packed (F4). The blocks are a grid over `axes` collapsed axes.
struct Problem {
  uint64_t x;       // what is quantized, dequantized or cast
  uint64_t scale;   // Quantize, Dequantize: the scales, one per block
  uint64_t zero;    // their zero points, 0 where there are none
  uint64_t y;       // the codes, or the values
  uint64_t yscale;  // DynamicQuantize: the scales that it makes
  uint64_t work;    // DynamicQuantize, any blocks: one float per block
  int64_t n;        // elements
  int64_t blocks;   // blocks
  int64_t extent[MAX_AXES];
  int64_t block[MAX_AXES];
  int64_t count[MAX_AXES];  // blocks per axis
  int32_t axes;
  int32_t x_type;
  int32_t scale_type;  // of scale or yscale
  int32_t y_type;
  int32_t division_type;  // Quantize: what operands and quotient are rounded to
  int32_t saturate;       // Quantize, Cast: 0 lets FP8 overflow become NaN or Inf
  int32_t round_up;       // E8M0: 1 up, 0 floor (R4); Cast: 2 nearest (F5)
  int32_t shift;          // log2 of the block size where blocks are contiguous
  float g;                // double quantization scale
  float g_reciprocal;     // RN(1 / g)
};
static_assert(sizeof(Problem) == 296, "the launchers fill this struct by offsets");

// ---- bits and the instructions that a host lacks ----

#ifdef __CUDA_ARCH__

BQ_DEVICE uint32_t bits_of(float v) { return __float_as_uint(v); }
BQ_DEVICE float float_of(uint32_t v) { return __uint_as_float(v); }

// Bytes of {b, a} chosen by the nibbles of the selector; bit 3 of a nibble replicates the sign.
BQ_DEVICE uint32_t permute(uint32_t a, uint32_t b, uint32_t selector) {
  uint32_t r;
  asm("prmt.b32 %0, %1, %2, %3;" : "=r"(r) : "r"(a), "r"(b), "r"(selector));
  return r;
}

// The larger magnitude; NaN wins, so that one comparison per block finds NaN and Inf alike.
BQ_DEVICE float max_magnitude(float m, float v) {
  float r;
  asm("max.NaN.f32 %0, %1, %2;" : "=f"(r) : "f"(m), "f"(fabsf(v)));
  return r;
}

#else

static inline uint32_t bits_of(float v) { uint32_t r; __builtin_memcpy(&r, &v, 4); return r; }
static inline float float_of(uint32_t v) { float r; __builtin_memcpy(&r, &v, 4); return r; }

#endif

// Thread number and thread count of the whole launch.
BQ_DEVICE int64_t global_thread() { return (int64_t)blockIdx.x * blockDim.x + threadIdx.x; }
BQ_DEVICE int64_t global_threads() { return (int64_t)gridDim.x * blockDim.x; }
