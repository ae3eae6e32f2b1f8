import { el } from "./dom.js";
import { Problem, renderProblem, request } from "./problem.js";
import { renderTable } from "./render.js";
import { enhanceTable } from "./table.js";
import { showChart } from "./chart/show.js";

const LIMIT = 60_000;

/** Panels are views drawn inside another page: each loads when it comes near the screen and fails alone. */
export function enhancePanels(root) {
  const panels = root.querySelectorAll("[data-view-src]");
  if (panels.length === 0) return;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        observer.unobserve(entry.target);
        load(entry.target);
      }
    },
    { rootMargin: "300px" },
  );
  for (const panel of panels) observer.observe(panel);
}

async function load(panel) {
  const body = panel.querySelector(".panel-body") || panel.appendChild(el("div", { class: "panel-body" }));
  panel.setAttribute("aria-busy", "true");
  body.replaceChildren(el("p", { class: "status" }, "Loading …"), el("progress", { "aria-label": "Loading" }));
  try {
    const response = await request(panel.dataset.viewSrc, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(LIMIT) });
    show(body, await response.json());
  } catch (error) {
    const told = ["AbortError", "TimeoutError"].includes(error.name)
      ? new Problem({ title: "No answer within a minute", detail: "The view is too slow for a panel; open it on its own page." })
      : error;
    const again = el("button", { type: "button", class: "small", onclick: () => load(panel) }, "Try again");
    body.replaceChildren(renderProblem(told), again);
  } finally {
    panel.removeAttribute("aria-busy");
  }
}

function show(body, result) {
  if (result.rows.length === 0) {
    body.replaceChildren(el("p", { class: "empty" }, "The data hold nothing on this."));
    return;
  }
  const table = renderTable(result);
  const scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Table: ${result.title}` }, table);
  const drawn = result.chart && result.chart.kind !== "none" && result.rows.length > 1;
  const figure = drawn ? el("figure", { class: "chart", "data-chart": true }) : null;
  const holder = drawn ? el("details", {}, el("summary", {}, `Table (${result.rows.length} rows)`), scroll) : scroll;
  body.replaceChildren();
  if (result.sentence) body.append(el("p", { class: "note" }, result.sentence));
  if (figure) body.append(figure);
  body.append(holder);
  enhanceTable(table);
  if (figure) showChart(figure, result, { compact: true });
}
