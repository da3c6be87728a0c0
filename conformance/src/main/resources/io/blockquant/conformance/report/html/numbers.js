// Codes and the numbers they stand for, so that the neighbours of a code can be drawn.
const FLOATS = {
  FLOAT: [8, 23, 127, "ieee"], FLOAT16: [5, 10, 15, "ieee"], BFLOAT16: [8, 7, 127, "ieee"],
  FLOAT8E5M2: [5, 2, 15, "ieee"], FLOAT8E4M3FN: [4, 3, 7, "fn"],
  FLOAT8E4M3FNUZ: [4, 3, 8, "fnuz"], FLOAT8E5M2FNUZ: [5, 2, 16, "fnuz"],
  FLOAT4E2M1: [2, 1, 1, "finite"], FLOAT6E2M3: [2, 3, 1, "finite"], FLOAT6E3M2: [3, 2, 3, "finite"],
};
const INTEGERS = {
  INT2: [2, true], UINT2: [2, false], INT4: [4, true], UINT4: [4, false], INT8: [8, true],
  UINT8: [8, false], INT16: [16, true], UINT16: [16, false], INT32: [32, true], UINT32: [32, false],
};

// A finite magnitude by its place in the order of magnitudes, or NaN beyond the last.
function magnitude(type, place) {
  const [exponents, mantissas, bias, special] = FLOATS[type];
  const scale = 2 ** mantissas;
  const all = 2 ** (exponents + mantissas);
  const last = { ieee: all - scale, fn: all - 1, fnuz: all, finite: all }[special];
  if (place < 0 || place >= last) {
    return NaN;
  }
  const exponent = Math.floor(place / scale);
  const fraction = place % scale;
  return exponent === 0
    ? fraction * 2 ** (1 - bias - mantissas)
    : (scale + fraction) * 2 ** (exponent - bias - mantissas);
}

// The place of a code in the order of the numbers of its type; null where it has none.
function placeOf(type, hex) {
  const code = parseInt(hex, 16);
  if (FLOATS[type]) {
    const sign = 2 ** (FLOATS[type][0] + FLOATS[type][1]);
    const place = code % sign;
    return Number.isNaN(magnitude(type, place)) ? null : code >= sign ? -place : place;
  }
  if (type === "FLOAT8E8M0") {
    return code === 255 ? null : code;
  }
  if (INTEGERS[type]) {
    const [bits, signed] = INTEGERS[type];
    const low = code % 2 ** bits;
    return signed && low >= 2 ** (bits - 1) ? low - 2 ** bits : low;
  }
  return null;
}

// The number at a place; NaN where the type has none.
function numberAt(type, place) {
  if (FLOATS[type]) {
    const value = magnitude(type, Math.abs(place));
    return place < 0 ? -value : value;
  }
  if (type === "FLOAT8E8M0") {
    return place < 0 || place > 254 ? NaN : 2 ** (place - 127);
  }
  const [bits, signed] = INTEGERS[type];
  const least = signed ? -(2 ** (bits - 1)) : 0;
  return place < least || place >= least + 2 ** bits ? NaN : place;
}

// JSON has no NaN and no infinities: these come as texts.
const toNumber = (value) => (typeof value === "number" ? value : Number(value));

function words(value, digits = 7) {
  const number = toNumber(value);
  if (Object.is(number, -0)) {
    return "-0";
  }
  if (!Number.isFinite(number)) {
    return String(number).replace("Infinity", "Inf");
  }
  const text = String(Number(number.toPrecision(digits)));
  return text.length <= digits + 4 ? text : number.toExponential(Math.max(1, digits - 4));
}
