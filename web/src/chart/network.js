import { clip, tip } from "./data.js";
import { place } from "./layout.js";
import { formatNumber } from "../result.js";

const MOST = 150;

/** Ties between actors. Marked is the actor that was asked for or, when none was, the one with most ties. */
export function network(data, theme, width) {
  if (data.from < 0 || data.to < 0) return null;
  const weight = (row) => data.number(row, data.value) ?? 1;
  const ranked = [...data.result.rows].sort((a, b) => weight(b) - weight(a)).slice(0, MOST);
  if (ranked.length === 0) return null;
  const nodes = new Map();
  const add = (row, at) => {
    const id = data.key(row, at);
    if (!nodes.has(id)) nodes.set(id, { name: id, shown: data.label(row, at), ties: 0, strength: 0 });
    const node = nodes.get(id);
    node.ties += 1;
    node.strength += weight(row);
    return id;
  };
  const heaviest = Math.max(...ranked.map(weight), 1e-12);
  const links = ranked.map((row) => ({
    source: add(row, data.from),
    target: add(row, data.to),
    value: weight(row),
    lineStyle: { width: 0.8 + (3.2 * weight(row)) / heaviest },
  }));
  const list = [...nodes.values()].sort((a, b) => b.ties - a.ties);
  const height = Math.min(620, Math.max(360, width * 0.6));
  const margin = width < 560 ? { left: 14, right: 110 } : { left: 30, right: 190 };
  const order = new Map(list.map((node, at) => [node.name, at]));
  const spots = place(list.length, links.map((link) => [order.get(link.source), order.get(link.target)]), width - margin.left - margin.right, height - 40);
  const named = new Set(list.slice(0, width < 560 ? 10 : 28).map((node) => node.name));
  const most = list[0].ties;
  const asked = new Set(Object.values(data.result.parameters ?? {}));
  const marked = list.find((node) => asked.has(node.name)) ?? list[0];
  named.add(marked.name);
  const option = {
    tooltip: {
      trigger: "item",
      formatter: (point) =>
        point.dataType === "edge"
          ? tip(`${nodes.get(point.data.source).shown} – ${nodes.get(point.data.target).shown}`, [[data.title(data.value) || "weight", point.data.value]])
          : tip(nodes.get(point.name).shown, [["ties", nodes.get(point.name).ties], ["weight, summed", nodes.get(point.name).strength]]),
    },
    series: [
      {
        type: "graph",
        layout: "none",
        ...margin, top: 20, bottom: 20,
        roam: false,
        data: list.map((node, at) => ({
          name: node.name,
          x: spots[at][0],
          y: spots[at][1],
          symbolSize: 8 + 16 * Math.sqrt(node.ties / most),
          itemStyle: { color: node === marked ? theme.series[1] : theme.series[0], borderColor: theme.sheet, borderWidth: 1 },
          label: { show: named.has(node.name) },
        })),
        links,
        lineStyle: { color: theme.rule, opacity: 0.7, curveness: 0 },
        edgeSymbol: ["none", "none"],
        label: { position: "right", color: theme.ink, fontSize: 11, textBorderColor: theme.sheet, textBorderWidth: 3, minMargin: 6, formatter: (point) => clip(nodes.get(point.name).shown, 26) },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: "adjacency", label: { show: true } },
      },
    ],
  };
  const total = data.result.rows.length;
  const cut = total > MOST ? `The ${MOST} heaviest of ${formatNumber(total)} ties are drawn; the table holds all. ` : "";
  return { option, height, note: `${cut}The wider the line, the heavier the tie; the larger the mark, the more ties.`, patterned: false };
}
