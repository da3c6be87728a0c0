// The cases, by text, cell and status; long lists grow on demand.
const FIRST = 100;

const FILTERS = {
  all: ["All", () => true],
  failed: ["Failed", (test) => test.results.some((r) => r && tallyOf(r) === "FAILED")],
  skipped: ["Skipped", (test) => test.results.some((r) => r && tallyOf(r) === "SKIPPED")],
  tolerance: ["Passed, not exact", (test) => test.results.some((r) => r && tallyOf(r) === "PASSED" && !r.exact)],
  differ: ["Backends differ", (test) => new Set(test.results.map((r) => (r ? r.s : -1))).size > 1],
};

function chosen(state) {
  const words = state.text.toLowerCase().split(/\s+/).filter((word) => word);
  return data.cases.filter((test) => {
    const text = (test.id + " " + test.rule + " " + test.profile + " " + test.why).toLowerCase();
    return words.every((word) => text.includes(word))
      && (!state.cell || test.id.startsWith(state.cell + "/"))
      && FILTERS[state.status][1](test);
  });
}

const address = (test) => "#/case/" + encodeURIComponent(test.id);

function rows(tests) {
  return tests.map((test) => {
    const first = test.results.find((r) => r && tallyOf(r) !== "PASSED");
    return el("tr", {},
      test.results.map((result) => el("td", {}, statusChip(result))),
      el("td", {}, el("a", { href: address(test), class: "mono" }, test.id)),
      el("td", { class: "mono" }, test.rule),
      el("td", { class: "why" }, first ? why(first).slice(0, 180) : ""));
  });
}

function list(state, refresh) {
  const tests = chosen(state);
  const shown = tests.slice(0, state.shown);
  const chips = Object.entries(FILTERS)
    .filter(([name]) => name !== "differ" || data.runs.length > 1)
    .map(([name, [label, accepts]]) => el("button", {
      type: "button", "data-filter": name, "aria-pressed": String(state.status === name),
      onclick: () => { state.status = name; state.shown = FIRST; refresh(); },
    }, `${label} ${data.cases.filter(accepts).length}`));
  return el("section", { id: "list" },
    el("p", { class: "soft", role: "status" },
      `${tests.length} of ${data.cases.length} cases` + (state.cell ? ` in ${state.cell}` : "")),
    el("div", { class: "bar filter", role: "group", "aria-label": "Which cases" }, chips,
      state.cell ? el("button", { type: "button", onclick: () => { state.cell = ""; refresh(); } }, `\u00d7 ${state.cell}`) : null),
    el("div", { class: "sheet scroll" },
      el("table", { class: "list" },
        el("thead", {}, el("tr", {},
          data.runs.map((run) => el("th", { scope: "col" }, data.runs.length > 1 ? run.connection : "Result")),
          el("th", { scope: "col" }, "Case"), el("th", { scope: "col" }, "Rule"), el("th", { scope: "col" }, "What was found"))),
        el("tbody", {}, rows(shown)))),
    tests.length > shown.length
      ? el("p", {}, el("button", { type: "button", id: "more", onclick: () => { state.shown += 10 * FIRST; refresh(); } },
          `Show ${Math.min(10 * FIRST, tests.length - shown.length)} more`))
      : null);
}
