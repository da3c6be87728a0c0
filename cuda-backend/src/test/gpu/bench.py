"""Time the kernels beside a device-to-device copy and torch.compile's version of the same function.

    bench.py CUBIN... [--sizes 4096,8192,16384] [--out FILE.json]

CUDA events, medians; buffers rotate through more than twice the L2 cache, so that every launch
finds it cold. Bytes moved: each input read once, each output written once. Ours and torch.compile's
take turns on the same inputs.
"""

import argparse
import json
import platform
import subprocess

import torch

import kernels as k
import rivals
from timing import COLD_BYTES, empty, median_us, random_bytes, rotating, values


def bytes_moved(p, kind, scale_bits):
    return (p.n * (k.bits(p.x_type) + k.bits(p.y_type)) + p.blocks * scale_bits) // 8


def copy_row(size):
    """Copy as many bytes as the float32 matrix has: bytes moved are twice that."""
    bytes_each = 4 * size * size
    a, b = rotating(bytes_each, values(k.FLOAT)), rotating(bytes_each, empty)
    us, best = median_us(lambda i: b[i].copy_(a[i]), len(a))
    af, bf = [t.view(torch.float32) for t in a], [t.view(torch.float32) for t in b]
    kernel_us, kernel_best = median_us(lambda i: torch.neg(af[i], out=bf[i]), len(a))
    return us, best, kernel_us, kernel_best, 2 * bytes_each


CASES = [  # name, data, scale, block
    ("NVFP4 quantize", k.E2M1, k.E4M3FN, (1, 16)),
    ("MXFP8 quantize", k.E4M3FN, k.E8M0, (1, 32)),
    ("FP8-2D 128x128 quantize", k.E4M3FN, k.FLOAT, (128, 128)),
    ("FP8 1x128 quantize", k.E4M3FN, k.FLOAT, (1, 128)),
    ("MXFP4 quantize", k.E2M1, k.E8M0, (1, 32)),
    ("NVFP4 quantize columns", k.E2M1, k.E4M3FN, (16, 1)),
    ("MXFP8 quantize columns", k.E4M3FN, k.E8M0, (32, 1)),
]
def time_quantize(gpu, size, x_type, y_type, s_type, block):
    p = k.problem((size, size), block, x_type, y_type, s_type)
    xs = rotating(k.byte_size(x_type, p.n), values(x_type))
    ys = [empty(k.byte_size(y_type, p.n)) for _ in xs]
    ss = [empty(k.byte_size(s_type, p.blocks)) for _ in xs]
    calls = k.launches(p, "dynamicquantize")

    def launch(i):
        p.x, p.y, p.yscale = xs[i].data_ptr(), ys[i].data_ptr(), ss[i].data_ptr()
        gpu.run(p, calls)

    us, best = median_us(launch, len(xs))
    return us, best, bytes_moved(p, "quantize", k.bits(s_type)), calls[0][0]


OTHERS = [  # other types and blocks: name, kind, x, y, scale, block, with zero points
    ("INT8 dynamic, block 64", "dynamicquantize", k.FLOAT, k.INT8, k.FLOAT, (1, 64), False),
    ("FP8-2D 100x62, partial", "dynamicquantize", k.FLOAT, k.E4M3FN, k.FLOAT, (100, 62), False),
    ("INT8 quantize, block 32", "quantize", k.FLOAT, k.INT8, k.FLOAT, (1, 32), False),
    ("INT8 quantize per column, zero points", "quantize", k.FLOAT, k.INT8, k.FLOAT, (-1, 1), True),
    ("E5M2 quantize per column", "quantize", k.FLOAT, k.E5M2, k.FLOAT, (-1, 1), False),
    ("INT4 dequantize, block 32", "dequantize", k.INT4, k.FLOAT, k.FLOAT, (1, 32), False),
    ("INT8 dequantize per column, zero points", "dequantize", k.INT8, k.FLOAT, k.FLOAT, (-1, 1), True),
    ("UINT4 dequantize, block 32, zero points", "dequantize", k.UINT4, k.FLOAT, k.FLOAT, (1, 32), True),
    ("E5M2 dequantize per column", "dequantize", k.E5M2, k.FLOAT, k.FLOAT, (-1, 1), False),
    ("cast to FLOAT16", "cast", k.FLOAT, k.FLOAT16, k.FLOAT, (-1, -1), False),
    ("cast to FLOAT", "cast", k.BFLOAT16, k.FLOAT, k.FLOAT, (-1, -1), False),
    ("cast to E4M3FN", "cast", k.FLOAT, k.E4M3FN, k.FLOAT, (-1, -1), False),
    ("cast to FLOAT", "cast", k.INT8, k.FLOAT, k.FLOAT, (-1, -1), False),
]


def time_other(gpu, size, kind, x_type, y_type, s_type, block, zeros):
    p = k.problem((size, size), block, x_type, y_type, s_type)
    wide = x_type in (k.FLOAT, k.FLOAT16, k.BFLOAT16)
    fill = values(x_type) if wide else random_bytes(0, 256)
    count = max(2, -(-COLD_BYTES // max(k.byte_size(x_type, p.n), k.byte_size(y_type, p.n))))
    xs = [fill(k.byte_size(x_type, p.n)) for _ in range(count)]
    ys = [empty(k.byte_size(y_type, p.n)) for _ in xs]
    has_scales = kind != "cast"
    ss = [values(k.FLOAT)(4 * p.blocks).view(torch.float32).abs().add_(0.01) for _ in xs]
    z_type = y_type if kind == "quantize" else x_type
    zs = [random_bytes(0, 256)(k.byte_size(z_type, p.blocks)) for _ in xs]
    work = torch.zeros(p.blocks, device="cuda")
    p.zero = 1 if zeros else 0
    calls = k.launches(p, kind)

    def launch(i):
        p.x, p.y = xs[i].data_ptr(), ys[i].data_ptr()
        p.scale = p.yscale = ss[i].data_ptr()
        p.zero = zs[i].data_ptr() if zeros else 0
        p.work = work.data_ptr()
        gpu.run(p, calls)

    us, best = median_us(launch, count)
    side = (k.bits(s_type) + (k.bits(z_type) if zeros else 0)) if has_scales else 0
    return us, best, bytes_moved(p, kind, side), " ".join(name for name, _, _ in calls)


def time_dequantize(gpu, size, q_type, s_type, y_type, block):
    p = k.problem((size, size), block, q_type, y_type, s_type)
    fill = random_bytes(0, 256) if q_type == k.E2M1 else random_bytes(0, 127)
    scales = {k.FLOAT: values(k.FLOAT), k.E8M0: random_bytes(110, 140),
              k.E4M3FN: random_bytes(1, 127)}[s_type]
    ys = rotating(k.byte_size(y_type, p.n), empty)
    qs = [fill(k.byte_size(q_type, p.n)) for _ in ys]
    ss = [scales(k.byte_size(s_type, p.blocks)) for _ in ys]
    calls = k.launches(p, "dequantize")

    def launch(i):
        p.x, p.y, p.scale = qs[i].data_ptr(), ys[i].data_ptr(), ss[i].data_ptr()
        gpu.run(p, calls)

    us, best = median_us(launch, len(ys))
    return us, best, bytes_moved(p, "dequantize", k.bits(s_type)), calls[0][0]


def facts():
    query = "name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,clocks.sm,power.limit"
    smi = subprocess.run(["nvidia-smi", f"--query-gpu={query}", "--format=csv,noheader"],
                         capture_output=True, text=True, check=False).stdout.strip()
    properties = torch.cuda.get_device_properties(0)
    return {"nvidia-smi": {"query": query, "answer": smi}, "torch": torch.__version__,
            "cuda": torch.version.cuda, "multiprocessors": properties.multi_processor_count,
            "l2_bytes": properties.L2_cache_size, "kernel": platform.release(),
            "cold": f"buffers rotate through at least {COLD_BYTES >> 20} MiB of the wide side",
            "timing": "CUDA events around replays of a graph of at least 8 launches; median and least of 40"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cubins", nargs="+")
    parser.add_argument("--sizes", default="4096,8192,16384")
    parser.add_argument("--compile-sizes", default="8192")
    parser.add_argument("--other-sizes", default="8192")
    parser.add_argument("--out")
    arguments = parser.parse_args()
    gpu = k.Gpu(arguments.cubins)
    rows = []
    for size in map(int, arguments.sizes.split(",")):
        copy_us, copy_best, neg_us, neg_best, copied = copy_row(size)
        # The driver's copy is slow for some sizes; the share is of whichever copy is faster.
        copy_rate = copied / min(copy_us, neg_us) / 1e6
        for name, us, best in (("copy by the driver", copy_us, copy_best),
                               ("copy by a kernel (torch.neg)", neg_us, neg_best)):
            print(f"{size}^2 float32 {name}: {us:.1f} us, {copied / us / 1e6:.3f} TB/s "
                  f"(best {copied / best / 1e6:.3f})", flush=True)
            rows.append({"size": size, "name": name, "type": "float", "us": us, "best_us": best,
                         "bytes": copied})

        def show(name, kind, us, best, moved, kernel):
            rate = moved / us / 1e6
            rows.append({"size": size, "name": name, "type": kind, "us": us, "best_us": best,
                         "bytes": moved, "kernel": kernel, "share_of_copy": rate / copy_rate})
            print(f"{size:6d} {name:36s} {kind:8s} {us:8.1f} us {rate:6.3f} TB/s "
                  f"{100 * rate / copy_rate:5.1f} % of copy  {kernel}", flush=True)

        for x_type in (k.FLOAT, k.BFLOAT16):
            for name, y_type, s_type, block in CASES:
                us, best, moved, kernel = time_quantize(gpu, size, x_type, y_type, s_type, block)
                show(name, k.NAMES[x_type], us, best, moved, kernel)
        for y_type in (k.FLOAT, k.BFLOAT16):
            for name, q, s, b in (("NVFP4 dequantize, float scale", k.E2M1, k.FLOAT, 16),
                                  ("NVFP4 dequantize, E4M3 scale and g", k.E2M1, k.E4M3FN, 16),
                                  ("MXFP8 dequantize", k.E4M3FN, k.E8M0, 32)):
                us, best, moved, kernel = time_dequantize(gpu, size, q, s, y_type, (1, b))
                show(name, k.NAMES[y_type], us, best, moved, kernel)
        for name, kind, *rest in OTHERS if str(size) in arguments.other_sizes.split(",") else ():
            us, best, moved, kernel = time_other(gpu, size, kind, *rest)
            show(name, k.NAMES[rest[0]], us, best, moved, kernel)
        if str(size) in arguments.compile_sizes.split(","):
            for row in rivals.rows(gpu, size):
                rows.append(row)
                print(f"{size:6d} in turn: {row['name']:30s} {row['type']:9s} {row['in_turn_us']:8.2f} us, "
                      f"torch.compile {row['torch_us']:8.2f} us", flush=True)
        torch.cuda.empty_cache()
    if arguments.out:
        with open(arguments.out, "w") as out:
            json.dump({"machine": facts(), "rows": rows}, out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main()
