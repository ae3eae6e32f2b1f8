import { el } from "../dom.js";
import { loadPrefixes, makeEditor } from "./editor.js";
import { fillExamples } from "./examples.js";
import { usePrefixes } from "./bindings.js";
import { Run } from "./run.js";

/** The page works without this: a form with a text area that posts the query. Here the text area becomes an editor. */
async function start() {
  const form = document.querySelector("form#sparql");
  if (!form) return;
  const area = form.querySelector("textarea[name=query]");
  const results = document.getElementById("sparql-results");
  const endpoint = new URL(form.getAttribute("action") || "/sparql", location.href).href;
  const prefixes = await loadPrefixes(form.dataset.prefixes || "/prefixes.json");
  usePrefixes(prefixes);

  const holder = el("div", { class: "editor", id: "query-editor" });
  area.before(holder);
  area.hidden = true;
  const fromHash = new URLSearchParams(location.hash.slice(1)).get("query");
  const editor = makeEditor(holder, { value: fromHash || area.value || starter(prefixes), endpoint, prefixes });

  const run = new Run({ editor, endpoint, results, buttons: buttons(form) });
  form.addEventListener("submit", (event) => {
    // The server explains, on the page that comes back.
    if (event.submitter?.name === "explain") {
      area.value = editor.getValue();
      return;
    }
    event.preventDefault();
    run.start();
  });
  editor.setOption("extraKeys", { ...editor.getOption("extraKeys"), "Ctrl-Enter": () => run.start(), "Cmd-Enter": () => run.start(), Esc: () => run.stop(), Tab: false, "Shift-Tab": false });
  window.addEventListener("hashchange", () => {
    const query = new URLSearchParams(location.hash.slice(1)).get("query");
    if (query && query !== editor.getValue()) editor.setValue(query);
  });
  fillExamples(form.dataset.examples || "/sparql/examples.json", document.getElementById("examples"), (query) => {
    editor.setValue(query);
    run.start();
  });
  if (fromHash && new URLSearchParams(location.hash.slice(1)).has("run")) run.start();
}

function starter(prefixes) {
  const wanted = ["milieu", "rdfs"].filter((name) => prefixes[name]).map((name) => `PREFIX ${name}: <${prefixes[name]}>`);
  return [...wanted, "", "SELECT ?class (COUNT(*) AS ?things) WHERE {", "  ?thing a ?class", "}", "GROUP BY ?class", "ORDER BY DESC(?things)", ""].join("\n").trimStart();
}

function buttons(form) {
  const bar = form.querySelector(".buttons");
  const stop = el("button", { type: "button", disabled: true }, "Stop");
  const format = el("button", { type: "button" }, "Tidy");
  const share = el("button", { type: "button" }, "Copy link");
  const status = el("span", { role: "status", class: "note" });
  bar.append(stop, format, share, status);
  return { go: bar.querySelector("button.primary"), stop, format, share, status };
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
