// Inline SVG: the share of results, the number line of one element, how far codes are off.
function share(counts, title) {
  const total = counts.PASSED + counts.FAILED + counts.SKIPPED || 1;
  let x = 0;
  const part = (count, kind) => {
    const rect = svg("rect", { x, y: 0, width: (100 * count) / total, height: 10, class: kind });
    x += (100 * count) / total;
    return rect;
  };
  return svg(
    "svg",
    { viewBox: "0 0 100 10", preserveAspectRatio: "none", class: "share", role: "img", "aria-label": title },
    part(counts.PASSED, "pass"), part(counts.FAILED, "fail"), part(counts.SKIPPED, "skipped"));
}

const MOST_TICKS = 14;

// The codes around what was expected and found; null where the type has no order to draw.
function ticks(type, element) {
  if (!FLOATS[type] && !INTEGERS[type] && type !== "FLOAT8E8M0") {
    return null;
  }
  const places = [placeOf(type, element.expectedCode), placeOf(type, element.actualCode)];
  if (places.includes(null)) {
    return null;
  }
  const low = Math.min(...places) - 1;
  const high = Math.max(...places) + 1;
  const found = [];
  const far = high - low > MOST_TICKS;
  for (let place = low; place <= high; place++) {
    // Far apart, only the neighbourhoods of both are drawn.
    if (far && places.every((p) => Math.abs(p - place) > 1)) {
      place = Math.max(place, Math.max(...places) - 2);
      continue;
    }
    const number = numberAt(type, place);
    if (Number.isFinite(number)) {
      found.push({ place, number });
    }
  }
  return found;
}

function numberLine(type, element) {
  const codes = ticks(type, element);
  if (!codes) {
    return el("p", { class: "soft" }, "Not drawn: NaN, infinity or 64 bits have no neighbours to show.");
  }
  const value = toNumber(element.value);
  const shown = codes.map((code) => code.number).concat(Number.isFinite(value) ? [value] : []);
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const at = (number) => (high === low ? 320 : 40 + (560 * (number - low)) / (high - low));
  const parts = [svg("line", { x1: 20, x2: 620, y1: 60, y2: 60, class: "axis" })];
  let labelled = -100;
  codes.forEach((code, i) => {
    const x = at(code.number);
    parts.push(svg("line", { x1: x, x2: x, y1: 53, y2: 67, class: "tick" }));
    if (x - labelled > 52) {
      parts.push(svg("text", { x, y: 82, "text-anchor": "middle", class: "muted" }, words(code.number, 5)));
      labelled = x;
    }
    const next = codes[i + 1];
    if (next && next.place === code.place + 1) {
      const middle = at((code.number + next.number) / 2);
      parts.push(svg("line", { x1: middle, x2: middle, y1: 44, y2: 76, class: "mid" }));
    }
  });
  const expected = at(toNumber(element.expected));
  const actual = at(toNumber(element.actual));
  const near = Math.abs(expected - actual) < 1;
  parts.push(svg("circle", { cx: expected, cy: 60, r: 6, class: "expected" }));
  parts.push(svg("path", { d: `M${actual - 6} ${near ? 48 : 54} h12 v12 h-12 z`, class: "actual" }));
  parts.push(svg("text", { x: expected, y: 102, "text-anchor": "middle", class: "expected" }, "expected"));
  parts.push(svg("text", { x: actual, y: near ? 116 : 102, "text-anchor": "middle", class: "actual" }, "found"));
  if (Number.isFinite(value)) {
    const x = at(value);
    parts.push(svg("path", { d: `M${x} 40 l6 -9 h-12 z`, class: "value" }));
    parts.push(svg("text", { x, y: 22, "text-anchor": "middle", class: "value" }, words(value, 9)));
  }
  return svg(
    "svg",
    { viewBox: "0 0 640 122", class: "line", role: "img",
      "aria-label": `expected ${words(element.expected)}, found ${words(element.actual)}` },
    parts);
}

function histogram(diff) {
  const bars = diff.steps.map(([step, count]) => ({ label: (step > 0 ? "+" : "") + step, count, step }));
  if (diff.unordered > 0) {
    bars.push({ label: "NaN", count: diff.unordered });
  }
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const slot = Math.min(64, 600 / Math.max(bars.length, 1));
  const parts = [svg("line", { x1: 20, x2: 620, y1: 110, y2: 110, class: "axis" })];
  bars.forEach((bar, i) => {
    const height = Math.max(2, (84 * bar.count) / most);
    const x = 26 + i * slot;
    const edge = Math.abs(bar.step) === 16 ? (bar.step > 0 ? "\u2265" : "\u2264") : "";
    parts.push(svg("rect", { x, y: 110 - height, width: slot - 8, height, rx: 2, class: "fail" }));
    parts.push(svg("text", { x: x + (slot - 8) / 2, y: 104 - height, "text-anchor": "middle" }, bar.count));
    parts.push(svg("text", { x: x + (slot - 8) / 2, y: 125, "text-anchor": "middle", class: "muted" }, edge + bar.label));
  });
  return svg(
    "svg", { viewBox: "0 0 640 132", class: "histogram", role: "img",
      "aria-label": bars.map((bar) => `${bar.count} elements ${bar.label} codes off`).join(", ") },
    parts);
}
