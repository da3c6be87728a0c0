"""Compare every kernel with the numpy twin, bit by bit.

    check.py host LIBRARY [SIZE]       the kernels as a host library
    check.py gpu CUBIN... [SIZE]       on the current GPU
    check.py gpu-quick CUBIN... [SIZE] each kernel on one kind of data: enough for a memory checker

SIZE is about how many elements a case has. Exit status 1 if any byte differs, or a byte beyond an
output changed.
"""

import sys

import numpy as np

import kernels as k
import twin

GUARD = 64
rng = np.random.default_rng(20261123)
failures = []
counts = {}


def to_input(v, kind):
    with np.errstate(all="ignore"):
        return twin.narrow(v.astype(np.float32), kind).view(np.uint8)


def data(kind, n, x_type, p):
    """A distribution by name; NaN keeps its sign and payload where it is asked for."""
    if kind == "gaussian":
        return to_input(rng.standard_normal(n), x_type)
    if kind == "bits":
        return rng.integers(0, 256, n * k.bits(x_type) // 8, np.uint8)
    if kind == "exponents":
        return to_input(rng.standard_normal(n) * 2.0 ** rng.integers(-148, 127, n), x_type)
    if kind == "sparse":  # zeros of both signs, blocks of zeros, few NaN and Inf
        v = rng.standard_normal(n).astype(np.float32)
        v[rng.random(n) < 0.9] = 0
        v = np.where(rng.random(n) < 0.5, -v, v).astype(np.float32)
        v[rng.random(n) < 0.002] = np.nan
        v[rng.random(n) < 0.002] = -np.nan
        v[rng.random(n) < 0.002] = -np.inf
        return to_input(v, x_type)
    if kind == "subnormal":
        v = rng.integers(0, 1 << 22, n).astype(np.uint32)
        v |= rng.integers(0, 2, n).astype(np.uint32) << 31
        return to_input(v.view(np.float32), x_type)
    # "ties": midpoints of codes times a scale that the block has, and their neighbours
    block = twin.block_of(p)
    values = twin.positive_values(k.E2M1 if p.y_type == k.E2M1 else k.E4M3FN)
    middle = np.append((values[1:] + values[:-1]) / 2, values)
    if p.y_type == k.INT8:
        middle = np.arange(0, 127, 0.5)
    e4m3 = twin.positive_values(k.E4M3FN)
    with np.errstate(all="ignore"):
        if p.scale_type == k.E4M3FN:
            s = (e4m3[rng.integers(1, 127, p.blocks)].astype(np.float32) * np.float32(p.g))
        elif p.scale_type == k.E8M0:
            s = (2.0 ** rng.integers(-60, 60, p.blocks)).astype(np.float32)
        else:
            s = rng.random(p.blocks).astype(np.float32) + np.float32(0.5)
        v = (middle[rng.integers(0, len(middle), n)].astype(np.float32) * s[block])
        v = (v.view(np.int32) + rng.integers(-3, 4, n).astype(np.int32) * (v != 0)).view(np.float32)
        first = np.unique(block, return_index=True)[1]
        v[first] = s * np.float32(values[-1] if p.y_type != k.INT8 else 127)
        return to_input(np.where(rng.random(n) < 0.5, -v, v), x_type)


def guarded(machine, size):
    return machine.upload(np.full(size + 2 * GUARD, 0xA5, np.uint8))


def compare(label, expected, memory, machine):
    got = machine.download(memory)
    counts[label.split()[0]] = counts.get(label.split()[0], 0) + len(expected)
    body = got[GUARD:GUARD + len(expected)]
    wrong = np.flatnonzero(body != expected)
    edges = np.concatenate([got[:GUARD], got[GUARD + len(expected):]])
    if len(wrong) or (edges != 0xA5).any():
        at = wrong[0] if len(wrong) else -1
        failures.append(
            f"{label}: {len(wrong)} of {len(expected)} bytes differ, first {at}: "
            f"got {body[at]:#x}, expected {expected[at]:#x}; edges intact: {(edges == 0xA5).all()}")
        print("FAIL", failures[-1], flush=True)


def run_dynamic(machine, shape, block, x_type, y_type, s_type, kind, any_blocks=False, **more):
    p = k.problem(shape, block, x_type, y_type, s_type, **more)
    x = data(kind, p.n, x_type, p)
    codes, scales = twin.dynamicquantize(p, x)
    memory = machine.upload(x)
    y, ys = guarded(machine, len(codes)), guarded(machine, len(scales))
    work = machine.upload(np.zeros(4 * p.blocks, np.uint8))
    p.x, p.work = machine.address(memory), machine.address(work)
    p.y, p.yscale = machine.address(y) + GUARD, machine.address(ys) + GUARD
    calls = k.launches(p, "dynamicquantize", any_blocks)
    machine.run(p, calls)
    label = f"{calls[0][0]} {shape} {block} {kind} g={p.g:g} up={p.round_up}"
    compare(label + " codes", codes, y, machine)
    compare(label + " scales", scales, ys, machine)


def random_scale(kind, n):
    if kind == k.E8M0:
        return rng.integers(90, 160, n).astype(np.uint8)
    if kind == k.E4M3FN:
        return rng.integers(1, 127, n).astype(np.uint8)
    if kind == k.INT32:
        return rng.integers(1, 9, n).astype(np.int32).view(np.uint8)
    return to_input(rng.random(n) + 0.01, kind)


def zero_points(kind, n):
    if kind not in twin.RANGES:
        if kind == k.INT32:
            return None, None
        codes = rng.integers(0, 2, n) << (k.bits(kind) - 1)  # zeros of either sign
        return codes, twin.pack(codes.astype(np.uint32), k.bits(kind))
    low, high = twin.RANGES[kind]
    values = rng.integers(low, high + 1, n)
    return values, twin.pack((values & ((1 << k.bits(kind)) - 1)).astype(np.uint32), k.bits(kind))


def run_quantize(machine, shape, block, x_type, y_type, s_type, kind, with_zero, any_blocks, **more):
    p = k.problem(shape, block, x_type, y_type, s_type, **more)
    x = rng.integers(-2000, 2000, p.n).astype(np.int32).view(np.uint8) if x_type == k.INT32 \
        else data(kind, p.n, x_type, p)
    scale = random_scale(s_type, p.blocks)
    values, zeros = zero_points(y_type, p.blocks) if with_zero else (None, None)
    expected = twin.quantize(p, x, scale, values)
    held = [machine.upload(a) for a in (x, scale) + ((zeros,) if zeros is not None else ())]
    y = guarded(machine, len(expected))
    p.x, p.scale, p.y = (machine.address(held[0]), machine.address(held[1]),
                         machine.address(y) + GUARD)
    p.zero = machine.address(held[2]) if zeros is not None else 0
    calls = k.launches(p, "quantize", any_blocks)
    machine.run(p, calls)
    compare(f"{calls[0][0]} {shape} {block} {x_type}/{s_type}->{y_type} {kind} {more}", expected, y,
            machine)


def run_dequantize(machine, shape, block, q_type, s_type, y_type, with_zero, any_blocks, g=1.0):
    p = k.problem(shape, block, q_type, y_type, s_type, g=g)
    q = rng.integers(0, 256, k.byte_size(q_type, p.n), np.uint8)
    scale = random_scale(s_type, p.blocks)
    values, zeros = zero_points(q_type, p.blocks) if with_zero else (None, None)
    expected = twin.dequantize(p, q, scale, values)
    held = [machine.upload(a) for a in (q, scale) + ((zeros,) if zeros is not None else ())]
    y = guarded(machine, len(expected))
    p.x, p.scale, p.y = (machine.address(held[0]), machine.address(held[1]),
                         machine.address(y) + GUARD)
    p.zero = machine.address(held[2]) if zeros is not None else 0
    calls = k.launches(p, "dequantize", any_blocks)
    machine.run(p, calls)
    compare(f"{calls[0][0]} {shape} {block} {q_type}/{s_type}->{y_type}", expected, y, machine)


KINDS = ["gaussian", "bits", "exponents", "sparse", "subnormal", "ties"]
INPUTS = [k.FLOAT, k.FLOAT16, k.BFLOAT16]
G = [1.0, 0.7313, 0.00123, 1.9999999, 1e-30, 3e20, 1.1e-37, 1e-39, 2.8e-45, 3e35]
RECIPES = [(k.E2M1, k.E4M3FN, 16), (k.E4M3FN, k.E8M0, 32), (k.E4M3FN, k.FLOAT, 128),
           (k.E2M1, k.E8M0, 32), (k.E2M1, k.FLOAT, 24), (k.E4M3FN, k.E4M3FN, 40),
           (k.INT8, k.FLOAT, 64)]


def dynamic(machine, size):
    for x_type in INPUTS:
        for y_type, s_type, b in RECIPES:
            rows = max(1, size // (b * 7))
            for kind in dict.fromkeys(KINDS):
                for g in G if s_type == k.E4M3FN else [1.0]:
                    run_dynamic(machine, (rows, 7 * b), (1, b), x_type, y_type, s_type, kind, g=g)
                run_dynamic(machine, (rows, 7 * b), (1, b), x_type, y_type, s_type, kind, True)
                width = max(8, size // (3 * b) // 8 * 8)
                run_dynamic(machine, (3 * b, width), (b, 1), x_type, y_type, s_type, kind)
                run_dynamic(machine, (3 * b, 13), (b, 1), x_type, y_type, s_type, kind)
                if s_type == k.E8M0:
                    for shape, block in (((rows, 7 * b), (1, b)), ((3 * b, width), (b, 1)),
                                         ((3 * b, 13), (b, 1))):
                        run_dynamic(machine, shape, block, x_type, y_type, s_type, kind,
                                    round_up=0)
        for kind in dict.fromkeys(KINDS):
            for shape, block in [((300, 520), (128, 128)), ((64, 96), (32, 32)), ((70, 136), (64, 64)),
                                 ((8, 8), (4, 3)), ((5, 7, 11), (1, 3, -1)), ((33, 17), (-1, -1)),
                                 ((3, 5, 7, 9), (2, 5, 3, 4)), ((256, 256), (128, 8)), ((1, 1), (1, 1)),
                                 ((129, 1000), (100, 40))]:
                for y_type, s_type, _ in [RECIPES[2], RECIPES[4], RECIPES[0]]:
                    run_dynamic(machine, shape, block, x_type, y_type, s_type, kind)


def static(machine, size):
    n = max(64, size // 640 * 64)
    written = [t for t in list(twin.RANGES) + [k.E2M1, k.E2M3, k.E3M2, k.E4M3FN, k.E4M3FNUZ,
                                              k.E5M2, k.E5M2FNUZ]]
    granularities = [((10, n), (1, 16)), ((10, n), (-1, -1)), ((10, n), (1, -1)), ((7, 13), (2, 5)),
                     ((11, 9), (4, 1)), ((3,), (1,)), ((3, 5, 7), (-1, 1, -1))]
    for y_type in written:
        for shape, block in granularities:
            for x_type in INPUTS + [k.INT32]:
                for s_type in (k.FLOAT, k.FLOAT16, k.BFLOAT16, k.E8M0, k.INT32):
                    division = s_type if s_type in (k.FLOAT16, k.BFLOAT16) else k.FLOAT
                    kind = KINDS[rng.integers(0, 5)]
                    run_quantize(machine, shape, block, x_type, y_type, s_type, kind, bool(rng.integers(0, 2)),
                                 False, division=division, saturate=int(rng.integers(0, 2)))
    for y_type in (k.E2M1, k.E4M3FN, k.INT8, k.INT4):
        for x_type in INPUTS:
            for kind in dict.fromkeys(KINDS[:5]):
                run_quantize(machine, (10, n), (1, 16), x_type, y_type, k.FLOAT, kind, False, False)
    for q_type in written + [k.INT32]:
        for shape, block in granularities:
            for s_type in (k.FLOAT, k.FLOAT16, k.BFLOAT16, k.E8M0, k.E4M3FN, k.INT32):
                for y_type in INPUTS:
                    run_dequantize(machine, shape, block, q_type, s_type, y_type,
                                   bool(rng.integers(0, 2)), False, g=0.7313)


def casts(machine, size):
    wide = INPUTS + [k.E2M1, k.E4M3FN, k.E5M2, k.E3M2, k.E4M3FNUZ]
    for x_type in wide:
        for y_type in wide + [k.INT8]:
            for n in (size, size // 8 * 8, 3):
                p = k.problem((n,), (-1,), x_type, y_type, k.FLOAT)
                x = rng.integers(0, 256, k.byte_size(x_type, n), np.uint8)
                run_unary(machine, p, k.launches(p, "cast"), x, twin.cast(p, x))
    for n in (size, 17, 1):
        p = k.problem((n,), (-1,), k.UINT8, k.UINT8, k.FLOAT)
        x = rng.integers(0, 256, n, np.uint8)
        run_unary(machine, p, k.launches(p, "bitcast"), x, x)


def run_unary(machine, p, calls, x, expected):
    memory, y = machine.upload(x), guarded(machine, len(expected))
    p.x, p.y = machine.address(memory), machine.address(y) + GUARD
    machine.run(p, calls)
    compare(f"{calls[0][0]} {p.n} {p.x_type}->{p.y_type}", expected, y, machine)


def main():
    kind, *arguments = sys.argv[1:]
    size = int(arguments.pop()) if arguments[-1].isdigit() else 20000
    machine = k.Host(arguments[0]) if kind == "host" else k.Gpu(arguments)
    if kind == "gpu-quick":
        KINDS[:] = ["sparse"] * 6
        G[:] = [0.7313]
    dynamic(machine, size)
    static(machine, size)
    casts(machine, size)
    for name in sorted(counts):
        print(f"{counts[name]:12d} bytes compared  {name}")
    print(f"{machine.name}: {sum(counts.values())} bytes compared, {len(failures)} cases differ")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
