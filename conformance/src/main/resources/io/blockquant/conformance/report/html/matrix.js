// Operator by format: what passed of what there is, a bar per backend; a cell filters the list.
const partsOf = (test) => test.id.split("/");

function tallies(tests, run) {
  const counts = { PASSED: 0, FAILED: 0, SKIPPED: 0 };
  for (const test of tests) {
    if (test.results[run]) {
      counts[tallyOf(test.results[run])]++;
    }
  }
  return counts;
}

function matrix(state, refresh) {
  const operators = [...new Set(data.cases.map((test) => partsOf(test)[0]))].sort();
  const formats = [...new Set(data.cases.map((test) => partsOf(test)[1]))].sort();
  const byCell = new Map();
  for (const test of data.cases) {
    const key = partsOf(test).slice(0, 2).join("/");
    byCell.set(key, (byCell.get(key) || []).concat(test));
  }
  const cell = (operator, format) => {
    const key = operator + "/" + format;
    const tests = byCell.get(key);
    if (!tests) {
      return el("td");
    }
    const counts = data.runs.map((_, run) => tallies(tests, run));
    const failed = counts.some((count) => count.FAILED > 0);
    const passed = counts.some((count) => count.PASSED > 0);
    const line = (count, run) => {
      const total = count.PASSED + count.FAILED + count.SKIPPED;
      const text = total === 0 ? "not run" : `${count.FAILED ? MARKS.FAILED : count.PASSED ? MARKS.PASSED : MARKS.SKIPPED} ${count.PASSED}/${total}`;
      const name = `${data.runs[run].connection}: ${count.PASSED} passed, ${count.FAILED} failed, ${count.SKIPPED} skipped`;
      return el("span", { title: name }, text, share(count, name));
    };
    return el("td", {}, el("button", {
      type: "button",
      class: "cell" + (failed ? " some-failed" : passed ? "" : " none-passed"),
      "aria-pressed": String(state.cell === key),
      "aria-label": `${operator}, ${format}: ` + counts.map((c, run) => `${data.runs[run].connection} ${c.PASSED} passed, ${c.FAILED} failed, ${c.SKIPPED} skipped`).join("; "),
      onclick: () => { state.cell = state.cell === key ? "" : key; state.shown = FIRST; refresh(); },
    }, counts.map(line)));
  };
  return el("section", { id: "matrix" },
    el("h2", {}, "Operators by format"),
    data.runs.length > 1 ? el("p", { class: "soft" }, "In each cell from top to bottom: " + data.runs.map((run) => run.connection).join(", ")) : null,
    el("div", { class: "sheet scroll" },
      el("table", { class: "matrix" },
        el("thead", {}, el("tr", {}, el("td"), formats.map((format) => el("th", { scope: "col" }, format)))),
        el("tbody", {}, operators.map((operator) =>
          el("tr", {}, el("th", { scope: "row" }, operator), formats.map((format) => cell(operator, format))))))));
}
