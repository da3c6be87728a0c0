"""Time the kernels beside a device-to-device copy and torch.compile's version of the same function.

    bench.py CUBIN... [--sizes 4096,8192,16384] [--out FILE.json]

CUDA events, medians; buffers rotate through more than twice the L2 cache, so that every launch
finds it cold. Bytes moved: each input read once, each output written once.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess

import torch

import kernels as k

COLD_BYTES = 512 << 20


def bytes_moved(p, kind, scale_bits):
    return (p.n * (k.bits(p.x_type) + k.bits(p.y_type)) + p.blocks * scale_bits) // 8


def rotating(size, fill):
    """As many buffers of a size as exceed the cache several times over."""
    return [fill(size) for _ in range(max(2, -(-COLD_BYTES // size)))]


def median_us(launch, count, repeats=40):
    """The time of a launch: a graph of launches, one per buffer and at least eight, is replayed."""
    for i in range(count):
        launch(i)
    torch.cuda.synchronize()
    launches = count * -(-8 // count)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for i in range(launches):
            launch(i % count)
    times = []
    for repeat in range(repeats + 3):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        graph.replay()
        end.record()
        end.synchronize()
        if repeat >= 3:
            times.append(start.elapsed_time(end) * 1000 / launches)
    return statistics.median(times), min(times)


def values(kind):
    def fill(size):
        t = {k.FLOAT: torch.float32, k.FLOAT16: torch.float16, k.BFLOAT16: torch.bfloat16}[kind]
        v = torch.randn(size * 8 // k.bits(kind), device="cuda", dtype=torch.float32).to(t)
        return v.view(torch.uint8)
    return fill


def random_bytes(low, high):
    return lambda size: torch.randint(low, high, (size,), device="cuda", dtype=torch.uint8)


def empty(size):
    return torch.empty(size, device="cuda", dtype=torch.uint8)


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


# ---- what torch.compile makes of the same functions, written as a torch user would ----

def torch_e2m1_codes(q):
    a = q.abs().clamp(max=6.0)
    halves = torch.round(a * 2)
    code = torch.minimum(halves, torch.minimum(torch.round(a) + 2, torch.round(a * 0.5) + 4))
    code = code.to(torch.uint8) | (torch.signbit(q).to(torch.uint8) << 3)
    return code[..., ::2] | (code[..., 1::2] << 4)


def torch_nvfp4(x):
    v = x.float().view(x.shape[0], -1, 16)
    amax = v.abs().amax(-1, keepdim=True)
    s8 = (amax / 6.0).clamp(max=448.0).to(torch.float8_e4m3fn)
    s = s8.float()
    return torch_e2m1_codes(v / torch.where(s == 0, 1.0, s)).view(x.shape[0], -1), s8


def torch_mxfp8(x):
    v = x.float().view(x.shape[0], -1, 32)
    amax = v.abs().amax(-1, keepdim=True)
    bits = (amax / 448.0).view(torch.int32)
    code = ((bits + 0x7FFFFF) >> 23).clamp(0, 254)
    reciprocal = ((254 - code) << 23).view(torch.float32)
    q = (v * reciprocal).clamp(-448.0, 448.0).to(torch.float8_e4m3fn)
    return q.view(x.shape[0], -1), code.to(torch.uint8)


def torch_fp8_2d(x):
    r, c = x.shape
    v = x.float().view(r // 128, 128, c // 128, 128)
    s = v.abs().amax((1, 3), keepdim=True) / 448.0
    s = torch.where(s == 0, 1.0, s)
    return (v / s).to(torch.float8_e4m3fn).view(r, c), s


def torch_nvfp4_dequantize(q, s):
    low, high = q & 15, q >> 4
    code = torch.stack((low, high), -1).view(q.shape[0], -1, 16)
    m = (code & 7).to(torch.int32)
    field, half = m >> 1, m & 1
    value = torch.where(field == 0, half * 0.5, (1 + half * 0.5) * (1 << (field - 1).clamp(min=0)))
    value = torch.where(code >= 8, -value, value)
    return (value * s.float()).view(q.shape[0], -1)


def torch_mxfp8_dequantize(q, e):
    s = (e.to(torch.int32) << 23).view(torch.float32)
    return (q.float().view(q.shape[0], -1, 32) * s).view(q.shape[0], -1)


def time_compiled(function, sets):
    torch._dynamo.reset()
    compiled = torch.compile(function, dynamic=False)
    held = {}  # or the allocator hands out the same memory again, and the cache keeps it

    def launch(i):
        held[i] = compiled(*sets[i])

    return median_us(launch, len(sets))


def compiled_rows(size, dtype):
    name = "float" if dtype == torch.float32 else "bfloat16"
    count = max(2, -(-COLD_BYTES // (size * size * dtype.itemsize)))
    xs = [(torch.randn(size, size, device="cuda").to(dtype),) for _ in range(count)]
    for label, function in (("NVFP4 quantize", torch_nvfp4), ("MXFP8 quantize", torch_mxfp8),
                            ("FP8-2D 128x128 quantize", torch_fp8_2d)):
        yield label, name, *time_compiled(function, xs)
    if dtype != torch.float32:
        return
    qs = [(torch.randint(0, 256, (size, size // 2), device="cuda", dtype=torch.uint8),
           torch.rand(size, size // 16, 1, device="cuda")) for _ in range(count)]
    yield "NVFP4 dequantize, float scale", name, *time_compiled(torch_nvfp4_dequantize, qs)
    del qs
    es = [(torch.randn(size, size, device="cuda").to(torch.float8_e4m3fn),
           torch.randint(110, 140, (size, size // 32, 1), device="cuda", dtype=torch.uint8))
          for _ in range(count)]
    yield "MXFP8 dequantize", name, *time_compiled(torch_mxfp8_dequantize, es)


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
            for dtype in (torch.float32, torch.bfloat16):
                for name, kind, us, best in compiled_rows(size, dtype):
                    rows.append({"size": size, "name": "torch.compile " + name, "type": kind,
                                 "us": us, "best_us": best})
                    print(f"{size:6d} torch.compile {name:24s} {kind:9s} {us:8.1f} us", flush=True)
        torch.cuda.empty_cache()
    if arguments.out:
        with open(arguments.out, "w") as out:
            json.dump({"machine": facts(), "rows": rows}, out, indent=1)
            out.write("\n")


if __name__ == "__main__":
    main()
