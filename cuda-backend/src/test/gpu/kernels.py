"""Launch the kernels of this module without Java: on a GPU through the driver, or on the host shim.

One struct describes every call; its fields are those of Problem in src/main/cuda/blockquant.cuh.
"""

import ctypes

import numpy as np

FLOAT, UINT8, INT8, UINT16, INT16, INT32, FLOAT16, BFLOAT16 = 1, 2, 3, 4, 5, 6, 10, 16
E4M3FN, E4M3FNUZ, E5M2, E5M2FNUZ, UINT4, INT4, E2M1, E8M0 = 17, 18, 19, 20, 21, 22, 23, 24
UINT2, INT2, E2M3, E3M2 = 25, 26, 27, 28
NAMES = {FLOAT: "float", FLOAT16: "float16", BFLOAT16: "bfloat16", E4M3FN: "e4m3fn", E2M1: "e2m1",
         E8M0: "e8m0", INT8: "int8", INT4: "int4", UINT8: "uint8", UINT4: "uint4",
         E5M2: "e5m2"}
WALKED = (INT8, UINT8, INT4, UINT4, E4M3FN)
BITS = {FLOAT: 32, INT32: 32, FLOAT16: 16, BFLOAT16: 16, INT16: 16, UINT16: 16, INT4: 4, UINT4: 4,
        E2M1: 4, INT2: 2, UINT2: 2, E2M3: 6, E3M2: 6}
MAX_AXES = 8


class Problem(ctypes.Structure):
    _fields_ = (
        [(f, ctypes.c_uint64) for f in ("x", "scale", "zero", "y", "yscale", "work")]
        + [(f, ctypes.c_int64) for f in ("n", "blocks")]
        + [(f, ctypes.c_int64 * MAX_AXES) for f in ("extent", "block", "count")]
        + [(f, ctypes.c_int32) for f in ("axes", "x_type", "scale_type", "y_type", "division_type",
                                         "saturate", "round_up", "shift")]
        + [(f, ctypes.c_float) for f in ("g", "g_reciprocal")])


assert ctypes.sizeof(Problem) == 296


def bits(kind):
    return BITS.get(kind, 8)


def byte_size(kind, count):
    return (bits(kind) * count + 7) // 8


def collapse(shape, block):
    """The same blocks on as few axes as describe them."""
    axes = []
    for extent, b in zip(shape, block):
        if extent == 1:
            continue
        b = extent if b == -1 else min(b, extent)
        while axes:
            outer, outer_block = axes[-1]
            whole = b == extent
            if not whole and not (outer_block == 1 and extent % b == 0):
                break
            b = outer_block * extent if whole else b
            extent *= outer
            axes.pop()
        axes.append([extent, b])
    return axes or [[1, 1]]


def problem(shape, block, x_type, y_type, scale_type, g=1.0, round_up=1, division=FLOAT, saturate=1):
    p = Problem()
    axes = collapse(shape, block)
    p.axes = len(axes)
    p.n = p.blocks = 1
    for i, (extent, b) in enumerate(axes):
        p.extent[i], p.block[i], p.count[i] = extent, b, -(-extent // b)
        p.n *= extent
        p.blocks *= p.count[i]
    p.x_type, p.y_type, p.scale_type = x_type, y_type, scale_type
    p.division_type, p.saturate, p.round_up = division, saturate, round_up
    p.g, p.g_reciprocal = g, np.float32(1) / np.float32(g)
    size = p.block[0]
    power = size & (size - 1) == 0
    p.shift = 62 if p.blocks == 1 else size.bit_length() - 1 if power else -1
    return p


def launches(p, kind, any_blocks=False):
    """The kernels of a call, with grid and block: what the Java launcher chooses."""
    def ceil(a, b):
        return -(-a // b)

    x, y, s = (NAMES.get(t, "") for t in (p.x_type, p.y_type, p.scale_type))
    whole = p.axes == 1 and p.extent[0] % p.block[0] == 0
    octets = min(ceil(ceil(p.n, 8), 256), 1 << 20)
    walkable = p.axes <= 3 and p.n <= (1 << 31) - 1 - 8
    if kind == "dynamicquantize":
        fast_g = p.scale_type != E4M3FN or 2.0**-80 <= p.g <= 2.0**80
        recipe = (p.y_type, p.scale_type)
        size = {(E2M1, E4M3FN): 16, (E4M3FN, E8M0): 32, (E2M1, E8M0): 32, (E4M3FN, FLOAT): 128}
        columns = 16 * 8 // bits(p.x_type)  # in a vector of 16 bytes
        if not any_blocks and fast_g and whole and size.get(recipe) == p.block[0]:
            wide = p.x_type == FLOAT
            lanes = {(E2M1, E4M3FN): 2 if wide else 1, (E4M3FN, E8M0): 4,
                     (E2M1, E8M0): 4 if wide else 2, (E4M3FN, FLOAT): 16 if wide else 8}[recipe]
            name = f"dynamicquantize_rows_{x}_{y}_{s}_{p.block[0]}"
            return [(name, ceil(p.blocks * lanes, 256), 256)]
        if (not any_blocks and fast_g and p.axes == 2 and p.block[1] == 1
                and recipe in ((E2M1, E4M3FN), (E4M3FN, E8M0)) and size[recipe] == p.block[0]
                and p.extent[0] % p.block[0] == 0 and p.extent[1] % 4 == 0):
            threads = p.count[0] * (p.extent[1] // 4)
            return [(f"dynamicquantize_columns_{x}_{y}_{s}_{p.block[0]}", ceil(threads, 128), 128)]
        if (not any_blocks and recipe == (E4M3FN, FLOAT) and p.axes == 2
                and p.extent[1] % columns == 0 and p.block[1] % columns == 0
                and p.block[0] * p.block[1] <= 16384):
            size = 4096 if p.block[0] * p.block[1] <= 4096 else 16384
            threads = 512 if size == 16384 and p.x_type == FLOAT else 256
            return [(f"dynamicquantize_tiles_{x}_{y}_{s}_{size}", p.blocks, threads)]
        scales = ("dynamicquantize_any_scales", min(ceil(p.blocks, 256), 1 << 20), 256)
        if walkable and not any_blocks:
            return [(f"dynamicquantize_walk_magnitudes_{x}", ceil(p.n, 2048), 256), scales,
                    (f"dynamicquantize_walk_codes_{x}_{y}", ceil(p.n, 2048), 256)]
        return [("dynamicquantize_any_magnitudes", octets, 256),
                scales,
                ("dynamicquantize_any_codes", octets, 256)]
    if kind == "cast":
        narrow = (FLOAT, FLOAT16, BFLOAT16)
        if p.x_type in narrow and p.y_type in narrow and p.x_type != p.y_type:
            return [(f"cast_runs_{x}_{y}", ceil(p.n, 2048), 256)]
        return [("cast_any", octets, 256)]
    if kind == "bitcast":
        return [("bitcast_copy", ceil(ceil(p.n, 16), 256), 256)]
    runs = not any_blocks and whole and p.shift >= 3 and p.n % 8 == 0 and not p.zero
    if kind == "quantize":
        if runs and p.y_type in (E2M1, E4M3FN, INT8, INT4) and p.division_type == FLOAT \
                and p.saturate and p.x_type in (FLOAT, FLOAT16, BFLOAT16):
            return [(f"quantize_runs_{x}_{y}", ceil(p.n, 2048), 256)]
        if walkable and p.y_type in WALKED and p.division_type == FLOAT and p.saturate \
                and p.x_type in (FLOAT, FLOAT16, BFLOAT16) and not (p.zero and p.y_type == E4M3FN):
            return [(f"quantize_walk_{x}_{y}", ceil(p.n, 2048), 256)]
        return [("quantize_any", octets, 256)]
    if runs and p.x_type in (E2M1, E4M3FN, INT8, INT4):
        per_thread = 2 * 16 * 8 // bits(p.y_type)
        known = {E2M1: (FLOAT, E4M3FN), E4M3FN: (FLOAT, E8M0)}.get(p.x_type, ())
        s = s if p.scale_type in known else "any"
        return [(f"dequantize_runs_{x}_{s}_{y}", ceil(p.n, 512 * per_thread), 512)]
    if walkable and p.x_type in WALKED:
        return [(f"dequantize_walk_{x}_{y}", ceil(p.n, 2048), 256)]
    return [("dequantize_any", octets, 256)]


class Host:
    """The kernels as a host library, run fibre by fibre."""

    def __init__(self, library):
        self.library = ctypes.CDLL(library)
        self.name = "host shim"

    def upload(self, array):
        memory = np.zeros(array.nbytes + 64, np.uint8)
        start = -memory.ctypes.data % 16
        view = memory[start:start + array.nbytes]
        view[:] = array.view(np.uint8).reshape(-1)
        return view

    def address(self, memory):
        return memory.ctypes.data

    def download(self, memory):
        return memory

    def run(self, p, calls):
        for name, grid, threads in calls:
            if self.library.bq_launch(name.encode(), ctypes.byref(p), grid, threads):
                raise KeyError(name)


class Gpu:
    """The kernels on the current GPU; memory and stream are torch's."""

    def __init__(self, images):
        import torch
        self.torch = torch
        torch.cuda.init()
        torch.zeros(1, device="cuda")
        self.name = torch.cuda.get_device_name()
        self.cuda = ctypes.CDLL("libcuda.so.1")
        self.functions = {}
        self.modules = []
        for image in images:
            module = ctypes.c_void_p()
            self.check(self.cuda.cuModuleLoadData(ctypes.byref(module), open(image, "rb").read()))
            self.modules.append(module)

    def check(self, result):
        if result:
            text = ctypes.c_char_p()
            self.cuda.cuGetErrorName(result, ctypes.byref(text))
            raise RuntimeError(f"{text.value.decode()} ({result})")

    def function(self, name):
        if name not in self.functions:
            function = ctypes.c_void_p()
            for module in self.modules:
                if not self.cuda.cuModuleGetFunction(
                        ctypes.byref(function), module, name.encode()):
                    self.functions[name] = function
                    return function
            raise KeyError(name)
        return self.functions[name]

    def upload(self, array):
        return self.torch.from_numpy(array.view(np.uint8).reshape(-1).copy()).cuda()

    def address(self, memory):
        return memory.data_ptr()

    def download(self, memory):
        self.torch.cuda.synchronize()
        return memory.cpu().numpy()

    def run(self, p, calls):
        arguments = (ctypes.c_void_p * 1)(ctypes.addressof(p))
        stream = ctypes.c_void_p(self.torch.cuda.current_stream().cuda_stream)
        for name, grid, threads in calls:
            self.check(self.cuda.cuLaunchKernel(
                self.function(name), ctypes.c_uint(grid), 1, 1, ctypes.c_uint(threads), 1, 1, 0,
                stream, arguments, None))
