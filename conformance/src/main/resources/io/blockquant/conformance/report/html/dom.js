// What the page is built with. Text is always a text node: what a backend says is never markup.
const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
  return node;
}

const el = (name, attributes = {}, ...children) =>
  fill(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);

const statusOf = (result) => data.statuses[result.s];
const tallyOf = (result) => statusOf(result).tally;
const MARKS = { PASSED: "\u2713", FAILED: "\u2717", SKIPPED: "\u2013" };

function statusChip(result) {
  if (!result) {
    return el("span", { class: "soft" }, "not run");
  }
  const tally = tallyOf(result);
  const words = statusOf(result).words + (tally === "PASSED" && !result.exact ? ", within tolerance" : "");
  return el("span", { class: "status " + tally }, MARKS[tally] + " " + words);
}

// Only the web's own schemes become links; a log may say javascript: too.
function link(url) {
  return /^https?:\/\//i.test(url) ? el("a", { href: url, rel: "noreferrer noopener" }, url) : el("span", {}, url);
}

const why = (result) =>
  result.reason || (result.findings || []).map((finding) => finding.text).join("; ");
