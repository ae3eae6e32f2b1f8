import { debounce, el } from "../dom.js";
import { init } from "./echarts.js";
import { base, readTheme } from "./theme.js";
import { ChartData } from "./data.js";
import { bar } from "./bar.js";
import { line } from "./line.js";
import { dot, quadrant } from "./dot.js";
import { matrix } from "./matrix.js";
import { flow } from "./flow.js";
import { network } from "./network.js";
import { loadOutlines, map } from "./map.js";

const KINDS = { bar, line, dot, quadrant, matrix, flow, network, map };

/** Draws the result's chart into the figure, and draws it again when the width or the colour scheme changes. */
export async function showChart(figure, result, { compact = false } = {}) {
  const draw = result.chart && KINDS[result.chart.kind];
  if (!draw || result.rows.length === 0) {
    figure.hidden = true;
    return;
  }
  const data = new ChartData(result);
  const plot = el("div", { class: "plot" });
  const note = el("span", { class: "grow" });
  const foot = el("div", { class: "chart-foot" }, note);
  const caption = compact ? null : el("figcaption", {}, captionOf(data) || result.title);
  figure.replaceChildren(...[caption, plot, foot].filter(Boolean));
  if (!compact) addTableLink(foot, figure);

  const state = { focus: "world" };
  let codes = null;
  const turn = focusButton(state, () => paint());
  if (draw === map) {
    try {
      codes = await loadOutlines();
      foot.append(turn);
    } catch (error) {
      note.textContent = `No map: ${error.message}. The table below holds the figures.`;
      plot.remove();
      return;
    }
  }

  let chart = null;
  function paint() {
    const theme = readTheme();
    const width = plot.clientWidth || figure.clientWidth || 640;
    // A map of places that are not countries still has its numbers: fall back to bars.
    const asked = draw(data, theme, width, { compact, codes, focus: state.focus });
    turn.hidden = !asked;
    const drawn = asked ?? (draw === map ? bar(data, theme, width, { compact }) : null);
    if (!drawn) {
      figure.hidden = true;
      return;
    }
    plot.style.height = `${drawn.height}px`;
    note.textContent = drawn.note;
    const shared = base(theme, description(result, drawn.note), drawn.patterned);
    chart?.dispose();
    chart = init(plot, null, { renderer: "svg", width, height: drawn.height });
    chart.setOption({ ...shared, ...drawn.option, tooltip: { ...shared.tooltip, ...drawn.option.tooltip } });
    plot.setAttribute("role", "img");
  }
  paint();

  let seen = plot.clientWidth;
  const repaint = debounce(() => {
    if (Math.abs(plot.clientWidth - seen) < 2) return;
    seen = plot.clientWidth;
    paint();
  }, 150);
  new ResizeObserver(repaint).observe(plot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

/** "Weighted ties by partner country": what is drawn, in the words of the columns. */
function captionOf(data) {
  const lower = (text) => (/^.[a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);
  const measured = data.spec.kind === "matrix" ? [data.value >= 0 ? data.value : data.y.at(-1)] : data.y.length ? data.y : [data.value];
  const along = { matrix: [data.x >= 0 ? data.x : data.from, data.series >= 0 ? data.series : (data.y[0] ?? data.to)], flow: [data.from, data.to], network: [] }[data.spec.kind] ?? [data.x, data.series];
  const names = (list) => list.filter((at) => at >= 0).map((at, place) => (place ? lower(data.title(at)) : data.title(at)));
  const what = names(measured).join(", ");
  const by = names(along).map(lower).join(" and ");
  const join = data.numeric(data.x) && ["dot", "quadrant"].includes(data.spec.kind) ? "against" : "by";
  return what && by ? `${what} ${join} ${by}` : "";
}

const description = (result, note) => [result.title, result.question, result.sentence, note, "The same figures stand in the table."].filter(Boolean).join(". ").replace(/([.?!])\./g, "$1");

function addTableLink(foot) {
  const target = document.querySelector("table.result")?.closest(".scroll") || document.querySelector("table.result");
  if (!target) return;
  target.id ||= `table-${Math.random().toString(36).slice(2, 8)}`;
  const link = el("a", { href: `#${target.id}` }, "View as table");
  link.addEventListener("click", () => {
    requestAnimationFrame(() => (target.matches("[tabindex]") ? target : target.querySelector("[tabindex]"))?.focus());
  });
  foot.append(link);
}

function focusButton(state, paint) {
  const button = el("button", { type: "button", class: "small" }, "Zoom to Europe");
  button.addEventListener("click", () => {
    state.focus = state.focus === "world" ? "europe" : "world";
    button.textContent = state.focus === "world" ? "Zoom to Europe" : "Whole world";
    paint();
  });
  return button;
}
