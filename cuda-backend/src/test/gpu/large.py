"""Tensors of more than 2^31 elements: large.py CUBIN... Their ends are what the same kernels make of the
ends alone, whose bits check.py compares. Needs about 25 GB of device memory; exit status 1 if not."""

import sys

import torch

import kernels as k
from timing import empty, values

TAIL = 1 << 20
COUNT = (1 << 31) + TAIL
failures = 0


def raw(size):
    return torch.randint(0, 256, (size,), device="cuda", dtype=torch.uint8)


def check(gpu, kind, x_type, y_type, scale_type, block, zeros=False, any_blocks=False):
    """Blocks are runs of neighbours, or all elements where block is -1."""
    global failures
    big = k.problem((COUNT,), (block,), x_type, y_type, scale_type)
    small = k.problem((TAIL,), (block,), x_type, y_type, scale_type)
    wide = x_type in (k.FLOAT, k.FLOAT16, k.BFLOAT16)
    x = (values(x_type) if wide else raw)(k.byte_size(x_type, COUNT))
    scale_bytes = k.byte_size(scale_type, big.blocks)
    scale = values(k.FLOAT)(4 * big.blocks) if scale_type == k.FLOAT else raw(scale_bytes)
    zero = raw(big.blocks)
    ys = [empty(k.byte_size(y_type, n)) for n in (COUNT, TAIL)]
    made = [empty(k.byte_size(scale_type, p.blocks)) for p in (big, small)]
    first_block = big.blocks - small.blocks if block != -1 else 0
    for p, y, s, element, b in ((big, ys[0], made[0], 0, 0),
                                (small, ys[1], made[1], COUNT - TAIL, first_block)):
        p.x = x.data_ptr() + k.byte_size(x_type, element)
        p.y, p.yscale = y.data_ptr(), s.data_ptr()
        p.scale = scale.data_ptr() + k.byte_size(scale_type, b)
        p.zero = zero.data_ptr() + b if zeros else 0
        calls = k.launches(p, kind, any_blocks)
        if kind == "dynamicquantize" and len(calls) > 1:
            work = torch.zeros(p.blocks, device="cuda")
            p.work = work.data_ptr()
        gpu.run(p, calls)
        torch.cuda.synchronize()
    same = torch.equal(ys[0][-len(ys[1]):], ys[1])
    if kind == "dynamicquantize" and block != -1:
        same = same and torch.equal(made[0][-len(made[1]):], made[1])
    failures += not same
    names = " ".join(dict.fromkeys(name for p in (big, small) for name, *_ in k.launches(p, kind, any_blocks)))
    print(f"{'ok  ' if same else 'FAIL'} {COUNT} elements, block {block}: {names}", flush=True)


def main():
    gpu = k.Gpu(sys.argv[1:])
    check(gpu, "dynamicquantize", k.BFLOAT16, k.E2M1, k.E4M3FN, 16)
    check(gpu, "dynamicquantize", k.BFLOAT16, k.E4M3FN, k.E8M0, 32)
    check(gpu, "dynamicquantize", k.BFLOAT16, k.INT8, k.FLOAT, 64)
    check(gpu, "quantize", k.BFLOAT16, k.INT8, k.FLOAT, 32)
    check(gpu, "quantize", k.BFLOAT16, k.INT8, k.FLOAT, 32, zeros=True)
    check(gpu, "dequantize", k.E2M1, k.BFLOAT16, k.FLOAT, 16)
    check(gpu, "dequantize", k.E4M3FN, k.FLOAT, k.E8M0, 32)
    check(gpu, "dequantize", k.INT8, k.BFLOAT16, k.FLOAT, 32, zeros=True)
    check(gpu, "cast", k.BFLOAT16, k.FLOAT, k.FLOAT, -1)
    check(gpu, "cast", k.INT8, k.BFLOAT16, k.FLOAT, -1)
    check(gpu, "bitcast", k.UINT8, k.UINT8, k.FLOAT, -1)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
