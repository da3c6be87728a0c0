"""The rules of DynamicQuantize, Quantize and Dequantize in numpy, from tables of values: an oracle
that shares no line with the kernels."""

import numpy as np

import kernels as k

F = np.float32


def positive_values(kind):
    """The finite non-negative values by code."""
    fraction, bias, codes = {
        k.E2M1: (1, 1, 8), k.E2M3: (3, 1, 32), k.E3M2: (2, 3, 32), k.E4M3FN: (3, 7, 127),
        k.E4M3FNUZ: (3, 8, 128), k.E5M2: (2, 15, 124), k.E5M2FNUZ: (2, 16, 128)}[kind]
    code = np.arange(codes)
    field, part = code >> fraction, code & ((1 << fraction) - 1)
    normal = (1 + part / 2.0**fraction) * 2.0**(field - bias)
    return np.where(field == 0, part / 2.0**fraction * 2.0**(1 - bias), normal)


def encode(kind, v, saturate=True):
    values = positive_values(kind)
    top = len(values) - 1
    with np.errstate(all="ignore"):
        magnitude = np.abs(v.astype(np.float64))
        step = values[top] - values[top - 1]
        grid = np.append(values, values[top] + step)  # what rounds here has overflowed
        middle = (grid[1:] + grid[:-1]) / 2
        code = np.searchsorted(middle, magnitude, "left")
        tie = (code < len(middle)) & (middle[np.minimum(code, len(middle) - 1)] == magnitude)
        code = code + (tie & (code % 2 == 1))
    over = code > top
    code = np.where(over, top, code)
    sign_bit = 1 << (k.bits(kind) - 1)
    unsigned_zero = kind in (k.E4M3FNUZ, k.E5M2FNUZ)
    sign = np.where(np.signbit(v) & ~((code == 0) & unsigned_zero), sign_bit, 0)
    result = code | sign
    nan = {k.E4M3FN: 0x7f, k.E5M2: 0x7e, k.E4M3FNUZ: 0x80, k.E5M2FNUZ: 0x80}.get(kind, top)
    if not saturate and kind in (k.E4M3FN, k.E4M3FNUZ, k.E5M2FNUZ):
        result = np.where(over, nan, result)
    if not saturate and kind == k.E5M2:
        result = np.where(over, 0x7c | sign, result)
    return np.where(np.isnan(v), nan, result).astype(np.uint32)


def decode(kind, code):
    values = positive_values(kind)
    sign_bit = 1 << (k.bits(kind) - 1)
    magnitude = code & (sign_bit - 1)
    table = np.full(sign_bit, np.nan)
    table[:len(values)] = values
    if kind == k.E5M2:
        table[0x7c] = np.inf
    result = np.where(code & sign_bit, -table[magnitude], table[magnitude])
    if kind in (k.E4M3FNUZ, k.E5M2FNUZ):
        result = np.where(code == sign_bit, np.nan, result)
    return result.astype(F)


def decode_e8m0(code):
    return np.where(code == 255, np.nan, 2.0**(code.astype(np.float64) - 127)).astype(F)


def pack(code, width):
    if width >= 8:
        return code.astype({8: np.uint8, 16: np.uint16}[width]).view(np.uint8)
    stream = (code[:, None] >> np.arange(width)) & 1
    return np.packbits(stream.reshape(-1).astype(np.uint8), bitorder="little")


def unpack(data, width, n):
    stream = np.unpackbits(data, bitorder="little")[:n * width].reshape(n, width)
    return (stream.astype(np.uint32) << np.arange(width, dtype=np.uint32)).sum(1, dtype=np.uint32)


def block_of(p):
    index = np.zeros(1, np.int64)
    for axis in range(p.axes):
        part = np.arange(p.extent[axis]) // p.block[axis]
        index = (index[:, None] * p.count[axis] + part[None, :]).reshape(-1)
    return index


def widen(data, kind):
    if kind == k.FLOAT:
        return data.view(F)
    if kind == k.FLOAT16:
        return data.view(np.float16).astype(F)
    if kind == k.BFLOAT16:
        return (data.view(np.uint16).astype(np.uint32) << 16).view(F)
    if kind == k.INT32:
        return data.view(np.int32).astype(F)
    return decode_e8m0(data)


def narrow(v, kind):
    """Round float32 once; one canonical NaN. Returns the bits."""
    nan = np.isnan(v)
    if kind == k.FLOAT:
        return np.where(nan, 0x7fc00000, v.view(np.uint32)).astype(np.uint32)
    if kind == k.FLOAT16:
        with np.errstate(all="ignore"):
            return np.where(nan, 0x7e00, v.astype(np.float16).view(np.uint16)).astype(np.uint16)
    b = v.view(np.uint32).astype(np.uint64)
    return np.where(nan, 0x7fc0, (b + 0x7fff + (b >> 16 & 1)) >> 16).astype(np.uint16)


def exact_exponent(v):
    """floor(log2 v) of positive numbers, and whether v is above that power of two."""
    fraction, exponent = np.frexp(v.astype(np.float64))
    return exponent - 1, fraction != 0.5


def dynamicquantize(p, x):
    with np.errstate(all="ignore"):
        v = widen(x, p.x_type)
        block = block_of(p)
        magnitude = np.where(np.isnan(v), F(0), np.abs(v))
        amax = np.zeros(p.blocks, F)
        np.maximum.at(amax, block, magnitude)
        qmax = F({k.E2M1: 6, k.E4M3FN: 448, k.INT8: 127}[p.y_type])
        if p.scale_type == k.E4M3FN:
            code = encode(k.E4M3FN, amax / qmax / F(p.g))
            code = np.where(amax == 0, 0x38, np.maximum(code, 1)).astype(np.uint8)
            s, stored = decode(k.E4M3FN, code.astype(np.uint32)) * F(p.g), code
        elif p.scale_type == k.E8M0:
            if p.round_up:
                exponent, above = exact_exponent(amax / qmax)
                exponent = exponent + above
            else:
                exponent = exact_exponent(amax)[0] - (2 if p.y_type == k.E2M1 else 8)
            code = np.clip(exponent + 127, 0, 254)
            code = np.where(amax == 0, 0, np.where(np.isinf(amax), 254, code)).astype(np.uint8)
            s, stored = decode_e8m0(code), code
        else:
            s = np.minimum(amax, np.finfo(F).max) / qmax
            s = np.where(s == 0, F(1), s).astype(F)
            stored = s
        each = s[block]
        q = v / each
        if p.y_type == k.INT8:
            codes = np.clip(np.where(np.isnan(q), 0, np.rint(q)), -128, 127).astype(np.int8)
            codes = codes.view(np.uint8).astype(np.uint32)
        else:
            codes = encode(p.y_type, q)
        codes = np.where(each == 0, 0, codes)
    return pack(codes, k.bits(p.y_type)), stored.view(np.uint8)


RANGES = {k.INT8: (-128, 127), k.UINT8: (0, 255), k.INT16: (-32768, 32767), k.UINT16: (0, 65535),
          k.INT4: (-8, 7), k.UINT4: (0, 15), k.INT2: (-2, 1), k.UINT2: (0, 3)}


def to_type(v, kind):
    return v if kind == k.FLOAT else widen(narrow(v, kind).view(np.uint8), kind)


def quantize(p, x, scale, zero=None):
    with np.errstate(all="ignore"):
        block = block_of(p)
        d = p.division_type
        s = to_type(widen(scale, p.scale_type), d)[block]
        q = to_type(to_type(widen(x, p.x_type), d) / s, d)
        width = k.bits(p.y_type)
        if p.y_type in RANGES:
            whole = np.where(np.isnan(q), 0, np.rint(q.astype(np.float64)))
            whole = whole + (0 if zero is None else zero[block])
            codes = np.clip(whole, *RANGES[p.y_type]).astype(np.int64) & ((1 << width) - 1)
            return pack(codes.astype(np.uint32), width)
        codes = encode(p.y_type, q, bool(p.saturate))
        if zero is not None and width < 8:  # -0 and the zero of a zero point are +0, two -0 are -0
            minus_zero = 1 << (width - 1)
            codes = np.where((codes == minus_zero) & (zero[block] == 0), 0, codes)
        return pack(codes, width)


def dequantize(p, q, scale, zero=None):
    with np.errstate(all="ignore"):
        block = block_of(p)
        width = k.bits(p.x_type)
        if p.x_type == k.INT32:
            value = q.view(np.int32).astype(np.int64)
        elif p.x_type in RANGES:
            wide = q.view(np.uint16).astype(np.int64) if width == 16 \
                else unpack(q, width, p.n).astype(np.int64)
            low = RANGES[p.x_type][0]
            value = np.where((wide >= -low) & (low < 0), wide + 2 * low, wide)
        else:
            value = decode(p.x_type, unpack(q, width, p.n))
        if value.dtype == np.int64:
            value = (value - (0 if zero is None else zero[block])).astype(F)
        if p.scale_type == k.E4M3FN:
            s = decode(k.E4M3FN, scale.astype(np.uint32)) * F(p.g)
        else:
            s = widen(scale, p.scale_type)
        return narrow(value * s[block], p.y_type).view(np.uint8)


def cast(p, x):
    """Between floats of any width and to INT8, saturating."""
    with np.errstate(all="ignore"):
        width = k.bits(p.x_type)
        v = widen(x, p.x_type) if p.x_type in (k.FLOAT, k.FLOAT16, k.BFLOAT16) \
            else decode(p.x_type, unpack(x, width, p.n))
        if p.y_type in (k.FLOAT, k.FLOAT16, k.BFLOAT16):
            return narrow(v.astype(F), p.y_type).view(np.uint8)
        if p.y_type == k.INT8:
            whole = np.clip(np.where(np.isnan(v), 0, np.trunc(v.astype(np.float64))), -128, 127)
            return whole.astype(np.int8).view(np.uint8)
        codes = encode(p.y_type, v)
        if p.y_type in (k.E2M1, k.E2M3, k.E3M2):  # NaN is the code of -0
            codes = np.where(np.isnan(v), 1 << (k.bits(p.y_type) - 1), codes)
        return pack(codes, k.bits(p.y_type))
