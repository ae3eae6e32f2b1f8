import { el } from "../dom.js";
import { renderProblem, request } from "../problem.js";
import { formatNumber } from "../result.js";
import { clearMarks, markLine } from "./editor.js";
import { renderBindings } from "./bindings.js";

const GRAPH = new Set(["CONSTRUCT", "DESCRIBE"]);
const DOWNLOADS = [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"], ["XML", "application/sparql-results+xml", "xml"]];
const GRAPH_DOWNLOADS = [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["RDF/XML", "application/rdf+xml", "rdf"]];
const MOST_TEXT = 200_000;

/** One query at a time: starting a new one stops the last. */
export class Run {
  constructor({ editor, endpoint, results, buttons }) {
    Object.assign(this, { editor, endpoint, results, buttons, controller: null });
    buttons.stop.addEventListener("click", () => this.stop());
    buttons.format.addEventListener("click", () => editor.autoformat());
    buttons.share.addEventListener("click", () => this.share());
  }

  stop() {
    this.controller?.abort();
  }

  async share() {
    const query = this.editor.getValue();
    history.replaceState(null, "", `#${new URLSearchParams({ query })}`);
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("The link is copied.");
    } catch {
      this.say("The link stands in the address bar.");
    }
  }

  say(text) {
    this.buttons.status.textContent = text;
  }

  ask(query, accept) {
    const options = { method: "POST", headers: { accept, "content-type": "application/sparql-query" }, body: query, signal: this.controller?.signal };
    return request(this.endpoint, options);
  }

  async start() {
    this.stop();
    const controller = (this.controller = new AbortController());
    const query = this.editor.getValue();
    const graph = GRAPH.has(this.editor.getQueryType());
    const began = performance.now();
    clearMarks(this.editor);
    this.busy(true);
    this.results.replaceChildren(el("progress", { "aria-label": "The query runs" }));
    try {
      const response = await this.ask(query, graph ? "text/turtle" : "application/sparql-results+json");
      const body = graph ? await response.text() : await response.json();
      const seconds = (performance.now() - began) / 1000;
      this.show(body, graph, seconds, query);
    } catch (error) {
      if (controller !== this.controller) return;
      this.results.replaceChildren();
      if (error.name === "AbortError") {
        this.say("Stopped.");
      } else {
        this.say("");
        this.results.append(renderProblem(error));
        if (error.document?.line) markLine(this.editor, error.document.line, error.document.column);
      }
    } finally {
      if (controller === this.controller) this.busy(false);
    }
  }

  busy(on) {
    this.buttons.stop.disabled = !on;
    this.results.setAttribute("aria-busy", String(on));
    if (on) this.say("Running …");
  }

  show(body, graph, seconds, query) {
    const time = seconds < 1 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : `${seconds.toFixed(1)} s`;
    this.results.replaceChildren();
    if (graph) {
      const text = body.length > MOST_TEXT ? `${body.slice(0, MOST_TEXT)}\n# … cut here for the page; the download is whole` : body;
      this.results.append(el("pre", { tabindex: "0" }, text.trim() || "# no triples"));
      this.say(`Answered in ${time}.`);
    } else if (typeof body.boolean === "boolean") {
      this.results.append(el("p", { class: "lead" }, body.boolean ? "Yes." : "No."));
      this.say(`Answered in ${time}.`);
    } else {
      const count = body.results.bindings.length;
      this.results.append(...renderBindings(body));
      this.say(`${formatNumber(count)} ${count === 1 ? "row" : "rows"} in ${time}.`);
    }
    this.results.append(this.downloads(query, graph));
  }

  downloads(query, graph) {
    const items = (graph ? GRAPH_DOWNLOADS : DOWNLOADS).map(([name, type, ending]) => {
      const button = el("button", { type: "button", class: "small" }, name);
      button.addEventListener("click", () => this.save(query, type, ending));
      return el("li", {}, button);
    });
    return el("ul", { class: "links", "aria-label": "Download the whole answer" }, el("li", {}, "Download"), items);
  }

  async save(query, type, ending) {
    try {
      const response = await request(this.endpoint, { method: "POST", headers: { accept: type, "content-type": "application/sparql-query" }, body: query });
      const address = URL.createObjectURL(await response.blob());
      el("a", { href: address, download: `milieu-answer.${ending}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    } catch (error) {
      this.results.prepend(renderProblem(error));
    }
  }
}
