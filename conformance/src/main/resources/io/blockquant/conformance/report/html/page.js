// Puts the page together and keeps it in step with its address: "#/" and "#/case/ID".
const state = { text: "", cell: "", status: "all", shown: FIRST };
if (data.cases.some(FILTERS.failed[1])) {
  state.status = "failed";
}

const definitions = (values) =>
  el("dl", {}, Object.entries(values).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));

function runCard(run, index) {
  const counts = tallies(data.cases, index);
  const text = `${counts.PASSED} passed, ${counts.FAILED} failed, ${counts.SKIPPED} skipped`;
  return el("article", { class: "sheet" },
    el("h2", {}, run.connection),
    el("div", { class: "soft" }, run.implementation === run.connection ? run.device : `${run.implementation}, ${run.device}`),
    run.complete ? null : el("p", { class: "warning", role: "alert" },
      `Incomplete: ${counts.PASSED + counts.FAILED + counts.SKIPPED} of ${run.count} cases have a result, or the run did not end.`),
    share(counts, text), el("b", {}, text),
    el("div", { class: "levels" }, run.levels.length
      ? run.levels.map((level) => el("span", { class: "chip level" }, level))
      : el("span", { class: "soft" }, "No profile is complete and passed.")),
    run.waivers.length ? el("details", {}, el("summary", {}, `${run.waivers.length} waivers`), run.waivers.map(definitions)) : null,
    el("details", {}, el("summary", {}, "Facts of the run"),
      definitions({ kit: run.kit, digest: run.digest, profiles: run.profiles.join(", "), ...run.options, ...run.host })));
}

function themeButton() {
  const root = document.documentElement;
  return el("button", { type: "button", id: "theme", onclick: () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  } }, "Light / dark");
}

function overview() {
  const matrixPlace = el("div");
  const listPlace = el("div");
  const refresh = () => {
    // What has the focus is drawn anew: the new one of the same name gets it.
    const focused = document.activeElement;
    const name = focused && (focused.getAttribute("aria-label") || focused.dataset.filter);
    matrixPlace.replaceChildren(matrix(state, refresh));
    listPlace.replaceChildren(list(state, refresh));
    if (name && focused.tagName === "BUTTON") {
      const again = [...document.querySelectorAll("button")]
        .find((button) => (button.getAttribute("aria-label") || button.dataset.filter) === name);
      if (again) {
        again.focus();
      }
    }
  };
  const search = el("input", {
    type: "search", id: "search", placeholder: "Find by id, rule, profile or reason   ( / )", "aria-label": "Find cases",
    value: state.text, oninput: (event) => { state.text = event.target.value; state.shown = FIRST; refresh(); },
  });
  refresh();
  return [matrixPlace, el("h2", {}, "Cases"), el("div", { class: "bar" }, search), listPlace];
}

function show() {
  const main = document.getElementById("main");
  const [, kind, id] = location.hash.match(/^#\/(case)\/(.+)$/) || [];
  const wanted = kind ? decodeURIComponent(id) : "";
  const test = data.cases.find((each) => each.id === wanted);
  main.replaceChildren();
  main.append(...(test ? [casePage(test)] : overview()));
  document.title = (test ? test.id : "Conformance") + ": " + data.runs.map((run) => run.connection).join(", ");
  if (location.hash) {
    main.focus({ preventScroll: true });
    scrollTo(0, test ? document.getElementById("case").offsetTop - 12 : 0);
  }
}

addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  const typing = event.target.tagName === "INPUT";
  if (event.key === "/" && !typing) {
    const search = document.getElementById("search");
    if (search) {
      search.focus();
      event.preventDefault();
    }
  } else if (event.key === "Escape" && document.getElementById("back")) {
    location.hash = "#/";
  } else if ((event.key === "n" || event.key === "p") && !typing && !event.ctrlKey && !event.metaKey) {
    const other = document.querySelector(`a[rel="${event.key === "n" ? "next" : "prev"}"]`);
    if (other) {
      location.hash = other.getAttribute("href");
    }
  }
});

document.getElementById("top").append(
  el("div", { class: "bar" }, el("h1", {}, "Conformance report"), themeButton()),
  el("div", { class: "runs" }, data.runs.map(runCard)));
document.getElementById("foot").append(
  el("p", {}, "/ finds, n and p go from failure to failure, Esc goes back. Every number here is in events.jsonl; conform verify judges it again."));
show();
