import { clip, tip } from "./data.js";
import { formatNumber } from "../result.js";

const MOST = 150;

/** Ties between actors; the actor with most ties is the centre of an ego network. */
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
  const named = new Set(list.slice(0, width < 560 ? 10 : 28).map((node) => node.name));
  const most = list[0].ties;
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
        layout: "force",
        left: 60, right: 60, top: 20, bottom: 20,
        roam: false,
        force: { initLayout: "circular", layoutAnimation: false, repulsion: list.length > 60 ? 90 : 260, edgeLength: [50, 150], gravity: 0.12, friction: 0.25 },
        data: list.map((node, at) => ({
          name: node.name,
          symbolSize: 8 + 16 * Math.sqrt(node.ties / most),
          itemStyle: { color: at === 0 ? theme.series[1] : theme.series[0], borderColor: theme.sheet, borderWidth: 1 },
          label: { show: named.has(node.name) },
        })),
        links,
        lineStyle: { color: theme.rule, opacity: 0.7, curveness: 0 },
        edgeSymbol: ["none", "none"],
        label: { position: "right", color: theme.ink, fontSize: 11, formatter: (point) => clip(nodes.get(point.name).shown, 26) },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: "adjacency", label: { show: true } },
      },
    ],
  };
  const total = data.result.rows.length;
  const cut = total > MOST ? `The ${MOST} heaviest of ${formatNumber(total)} ties are drawn; the table holds all. ` : "";
  return { option, height: Math.min(640, Math.max(380, width * 0.6)), note: `${cut}The wider the line, the heavier the tie; the larger the mark, the more ties.`, patterned: false };
}
