"""torch.compile's versions of the same functions, timed in turn with ours on the same inputs."""

import statistics

import torch

import kernels as k
from timing import COLD_BYTES, empty, median_us

ROUNDS = 7


# Written as a torch user would.

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


def matrices(size, dtype, count):
    return [(torch.randn(size, size, device="cuda").to(dtype),) for _ in range(count)]


def fp4_codes(size, _, count):
    return [(torch.randint(0, 256, (size, size // 2), device="cuda", dtype=torch.uint8),
             torch.rand(size, size // 16, 1, device="cuda")) for _ in range(count)]


def fp8_codes(size, _, count):
    return [(torch.randn(size, size, device="cuda").to(torch.float8_e4m3fn),
             torch.randint(110, 140, (size, size // 32, 1), device="cuda", dtype=torch.uint8))
            for _ in range(count)]


RIVALS = [  # name, torch's function, its inputs; ours: data, scale, block
    ("NVFP4 quantize", torch_nvfp4, matrices, k.E2M1, k.E4M3FN, (1, 16)),
    ("MXFP8 quantize", torch_mxfp8, matrices, k.E4M3FN, k.E8M0, (1, 32)),
    ("FP8-2D 128x128 quantize", torch_fp8_2d, matrices, k.E4M3FN, k.FLOAT, (128, 128)),
    ("NVFP4 dequantize, float scale", torch_nvfp4_dequantize, fp4_codes, k.E2M1, k.FLOAT, (1, 16)),
    ("MXFP8 dequantize", torch_mxfp8_dequantize, fp8_codes, k.E4M3FN, k.E8M0, (1, 32)),
]


def our_launch(gpu, size, wide, data, scale, block, sets):
    quantizes = len(sets[0]) == 1
    p = k.problem((size, size), block, wide if quantizes else data, data if quantizes else wide, scale)
    calls = k.launches(p, "dynamicquantize" if quantizes else "dequantize")
    ys = [empty(k.byte_size(p.y_type, p.n)) for _ in sets]
    ss = [empty(k.byte_size(scale, p.blocks)) for _ in sets] if quantizes else None

    def launch(i):
        p.x, p.y = sets[i][0].data_ptr(), ys[i].data_ptr()
        if quantizes:
            p.yscale = ss[i].data_ptr()
        else:
            p.scale = sets[i][1].data_ptr()
        gpu.run(p, calls)

    return launch


def versus(gpu, size, dtype, function, inputs, data, scale, block):
    """Medians of ours and of torch's over rounds in turn, in which the GPU is as warm for both."""
    wide = k.FLOAT if dtype == torch.float32 else k.BFLOAT16
    sets = inputs(size, dtype, max(2, -(-COLD_BYTES // (size * size * dtype.itemsize))))
    ours = our_launch(gpu, size, wide, data, scale, block, sets)
    torch._dynamo.reset()
    compiled = torch.compile(function, dynamic=False)
    held = {}  # or the allocator hands out the same memory again, and the cache keeps it

    def theirs(i):
        held[i] = compiled(*sets[i])

    times = {ours: [], theirs: []}
    for turn in range(ROUNDS):
        for launch in (ours, theirs) if turn % 2 else (theirs, ours):
            times[launch].append(median_us(launch, len(sets), 15)[0])
    return statistics.median(times[ours]), statistics.median(times[theirs])


def rows(gpu, size):
    for dtype in (torch.float32, torch.bfloat16):
        for name, function, inputs, *rest in RIVALS:
            if dtype == torch.float32 or inputs is matrices:
                ours, theirs = versus(gpu, size, dtype, function, inputs, *rest)
                kind = "float" if dtype == torch.float32 else "bfloat16"
                yield {"size": size, "name": name, "type": kind, "in_turn_us": ours,
                       "torch_us": theirs, "rounds": ROUNDS}
                torch.cuda.empty_cache()
