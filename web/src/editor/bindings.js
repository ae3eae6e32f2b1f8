import { el } from "../dom.js";
import { cellNumber, entityHref, formatNumber, shortIri } from "../result.js";
import { enhanceTable } from "../table.js";

const MOST = 2000;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));

/** SPARQL results JSON as a table. Numbers stand in the lexical form that the store holds; IRIs lead to their pages. */
export function renderBindings({ head, results }) {
  const shown = results.bindings.slice(0, MOST);
  const numeric = head.vars.map((name) => {
    const found = shown.map((row) => row[name]).filter(Boolean);
    return found.length > 0 && found.every((term) => NUMBERS.has(term.datatype));
  });
  const columns = head.vars.map((name, at) => ({ name, title: name, type: numeric[at] ? "decimal" : "string" }));
  const table = el(
    "table",
    { class: "result", "data-columns": JSON.stringify(columns) },
    el("caption", { class: "sr" }, "The answer"),
    el("thead", {}, el("tr", {}, columns.map((column, at) => el("th", { scope: "col", class: numeric[at] && "num" }, column.title)))),
    el("tbody", {}, shown.map((row) => el("tr", {}, head.vars.map((name, at) => renderTerm(row[name], numeric[at]))))),
  );
  if (shown.length === 0) return [el("p", { class: "empty" }, "The query has no answers.")];
  const scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The answer" }, table);
  const holder = el("div", {}, scroll);
  enhanceTable(table);
  const rest = results.bindings.length - shown.length;
  const note = rest > 0 ? el("p", { class: "note" }, `The first ${formatNumber(MOST)} rows are listed; the downloads hold all ${formatNumber(results.bindings.length)}.`) : null;
  return [holder, note].filter(Boolean);
}

function renderTerm(term, numeric) {
  if (!term) return el("td", { class: numeric ? "num none" : "none", "data-value": "" }, "–");
  if (term.type === "uri") return el("td", { "data-value": term.value }, el("a", { href: entityHref(term.value), title: term.value }, shorten(term.value)));
  if (term.type === "bnode") return el("td", { "data-value": term.value }, `_:${term.value}`);
  if (term.type === "triple") return el("td", { "data-value": "" }, el("code", {}, quoted(term.value)));
  if (NUMBERS.has(term.datatype) && cellNumber(term.value) !== null) {
    return el("td", { class: "num", "data-value": term.value, title: shortIri(term.datatype) }, term.value);
  }
  const mark = term["xml:lang"] ? el("span", { class: "lang" }, term["xml:lang"]) : term.datatype && term.datatype !== `${XSD}string` ? el("span", { class: "datatype" }, shortIri(term.datatype)) : null;
  return el("td", { "data-value": term.value }, el("span", { class: "clip", title: term.value }, term.value), mark);
}

let known = [];

/** The project's prefixes, longest first, for shortening IRIs in answers. */
export function usePrefixes(prefixes) {
  known = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
}

function shorten(iri) {
  const found = known.find(([, start]) => iri.startsWith(start) && iri.length > start.length);
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
}

const quoted = ({ subject, predicate, object }) => `<<( ${[subject, predicate, object].map((part) => (part.type === "triple" ? quoted(part.value) : shorten(part.value))).join(" ")} )>>`;
