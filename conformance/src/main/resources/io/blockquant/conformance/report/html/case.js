// The page of one case: what it demands, and what each backend answered.
const NAMES = ["index", "accepted", "expectedCode", "actualCode", "expected", "actual", "value", "block"];
const elementOf = (values) => Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));

// The first block with a wrong element as rows and columns of the tensor; without blocks, a list.
function layout(diff, dims) {
  const all = diff.elements.map(elementOf);
  const first = all.find((element) => !element.accepted) || all[0];
  const block = first.block >= 0 ? all.filter((element) => element.block === first.block) : all;
  const width = dims && dims.length > 0 ? dims[dims.length - 1] : 0;
  if (!width || first.block < 0) {
    return { elements: block, first, columns: null };
  }
  const place = (element) => [Math.floor(element.index / width), element.index % width];
  const rows = [...new Set(block.map((e) => place(e)[0]))].sort((a, b) => a - b);
  const columns = [...new Set(block.map((e) => place(e)[1]))].sort((a, b) => a - b);
  return { elements: block, first, rows, columns, place };
}

// The style sheet's policy forbids style attributes; the object model is the page's own.
function columnsOf(grid, count) {
  grid.style.gridTemplateColumns = `repeat(${count}, max-content)`;
  return grid;
}

const MOST_CELLS = 512;

function elementGrid(diff, dims, select) {
  const shape = layout(diff, dims);
  const buttons = new Map();
  const cell = (element) => {
    const wrong = !element.accepted;
    const button = el("button", {
      type: "button", class: wrong ? "wrong" : "", "aria-pressed": "false",
      title: `element ${element.index}: expected 0x${element.expectedCode} (${words(element.expected)}), found 0x${element.actualCode} (${words(element.actual)})`,
      onclick: () => {
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        select(element);
      },
    }, words(element.actual, 4), wrong ? el("small", {}, words(element.expected, 4)) : null);
    buttons.set(element.index, button);
    return button;
  };
  const parts = [];
  if (shape.columns) {
    const byPlace = new Map(shape.elements.map((e) => [shape.place(e).join(), e]));
    const rows = shape.rows.slice(0, Math.max(1, Math.floor(MOST_CELLS / shape.columns.length)));
    parts.push(el("span"), shape.columns.map((column) => el("span", { class: "head" }, column)));
    for (const row of rows) {
      parts.push(el("span", { class: "head" }, row));
      for (const column of shape.columns) {
        const element = byPlace.get([row, column].join());
        parts.push(element ? cell(element) : el("span"));
      }
    }
  } else {
    parts.push(shape.elements.slice(0, MOST_CELLS).map((e) => el("span", {}, el("span", { class: "head" }, e.index), cell(e))));
  }
  const grid = columnsOf(el("div", { class: "grid", role: "group", "aria-label": "Elements" }, parts),
    shape.columns ? shape.columns.length + 1 : 8);
  const start = buttons.get(shape.first.index);
  return { grid, start, title: shape.columns ? `Block ${shape.first.block}, by row and column of the output` : "The first elements that are wrong, by index" };
}

function divergence(diff, dims) {
  const line = el("div", { class: "line-of-element" });
  const caption = el("p", { class: "mono" });
  const select = (element) => {
    line.replaceChildren(numberLine(diff.type, element));
    caption.replaceChildren(
      `element ${element.index}: expected 0x${element.expectedCode} = ${words(element.expected, 9)}, found 0x${element.actualCode} = ${words(element.actual, 9)}`
      + (Number.isFinite(toNumber(element.value)) ? `, before rounding ${words(element.value, 17)}` : ""));
  };
  const { grid, start, title } = elementGrid(diff, dims, select);
  start.click();
  return [
    el("h3", {}, title),
    el("p", { class: "soft" }, `${diff.wrong} of ${diff.total} elements of ${diff.type} are not accepted. In a red cell: what was found, below it what was expected.`),
    el("div", { class: "scroll" }, grid),
    el("h3", {}, "On the number line"),
    caption, line,
    el("p", { class: "legend" }, el("span", {}, el("b", { class: "v" }, "\u25bc"), " before rounding"), el("span", {}, el("b", { class: "e" }, "\u25cf"), " expected"),
      el("span", {}, el("b", { class: "a" }, "\u25a0"), " found"), el("span", {}, "| codes"), el("span", {}, "\u2506 midpoints")),
    el("h3", {}, "How many elements are how many codes off"),
    histogram(diff),
  ];
}

function commandLine(command) {
  const code = el("code", {}, command);
  const button = el("button", { type: "button", onclick: () => {
    getSelection().selectAllChildren(code);
    const copied = navigator.clipboard ? navigator.clipboard.writeText(command) : Promise.reject(new Error("no clipboard"));
    copied.then(() => { button.textContent = "Copied"; }, () => { button.textContent = "Selected"; });
  } }, "Copy");
  return el("div", { class: "command" }, code, button);
}

function side(test, run) {
  const result = test.results[run];
  const parts = [el("div", { class: "bar" }, el("b", {}, data.runs[run].connection), statusChip(result))];
  if (result) {
    parts.push(result.reason ? el("p", {}, result.reason) : null, result.url ? el("p", {}, link(result.url)) : null);
    const note = tallyOf(result) === "PASSED" ? " note" : "";
    for (const finding of result.findings || []) {
      parts.push(el("div", { class: "finding" + note }, el("p", {}, finding.text),
        finding.diff && finding.diff.elements.length ? divergence(finding.diff, result.dims[finding.output]) : null));
    }
    if (note && (result.findings || []).length) {
      parts.push(el("p", { class: "soft" }, "Within the tolerance of the case; an exact reading objects to this."));
    }
    if (result.repeat) {
      parts.push(el("h3", {}, "Run it again"), commandLine(result.repeat));
    }
    parts.push(el("p", { class: "soft" }, `${words(result.seconds, 3)} s; no verdict depends on it`));
  }
  return el("article", { class: "sheet" }, parts);
}

function casePage(test) {
  const facts = [
    ["Rule", [el("b", {}, test.rule), ` (${test.requirement}): `, data.rules[test.rule] || ""]],
    ["Why", test.why], ["Profile", test.profile],
    ["Nodes", (test.nodes || []).map((node) => el("div", { class: "mono" }, `${node.op} ${node.attributes}`))],
    ["Inputs", Object.entries(test.inputs || {}).map(([name, type]) => el("div", { class: "mono" }, `${name}: ${type}`))],
    ["Judged", (test.checks || []).map((check) => el("div", {}, check.output ? el("code", {}, `${check.output}: ${check.expected}`) : null, " ", check.rule))],
  ];
  const failing = data.cases.filter(FILTERS.failed[1]);
  const at = failing.indexOf(test);
  return el("section", { id: "case" },
    el("p", { class: "bar" }, el("a", { href: "#/", id: "back" }, "\u2190 All cases"),
      at > 0 ? el("a", { href: address(failing[at - 1]), rel: "prev" }, "Previous failure") : null,
      at >= 0 && at + 1 < failing.length ? el("a", { href: address(failing[at + 1]), rel: "next" }, "Next failure") : null),
    el("h2", { class: "mono" }, test.id),
    el("div", { class: "sheet" }, el("dl", {}, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))),
    el("h2", {}, "What was answered"),
    el("div", { class: "sides" }, data.runs.map((_, run) => side(test, run))));
}
