import { clip, tip } from "./data.js";

const MOST = 40;

/** Who sends how much to whom. A name on both sides stays two bars: the left one sends, the right one receives. */
export function flow(data, theme, width) {
  const rows = data.result.rows.filter((row) => (data.number(row, data.value) ?? 0) > 0);
  if (data.from < 0 || data.to < 0 || rows.length === 0) return null;
  const ranked = [...rows].sort((a, b) => data.number(b, data.value) - data.number(a, data.value)).slice(0, MOST);
  const nodes = new Map();
  const add = (side, row, at) => {
    const id = `${side}${data.key(row, at)}`;
    if (!nodes.has(id)) nodes.set(id, { name: id, shown: data.label(row, at), depth: side === "<" ? 0 : 1, label: { position: side === "<" ? "right" : "left" } });
    return id;
  };
  const links = ranked.map((row) => ({ source: add("<", row, data.from), target: add(">", row, data.to), value: data.number(row, data.value) }));
  const sides = ["<", ">"].map((side) => [...nodes.keys()].filter((id) => id.startsWith(side)).length);
  const list = [...nodes.values()].map((node, at) => ({ ...node, itemStyle: { color: node.depth ? theme.series[6] : theme.series[at % 6] } }));
  const name = (id) => nodes.get(id).shown;
  const option = {
    tooltip: {
      trigger: "item",
      formatter: (point) =>
        point.dataType === "edge"
          ? tip(`${name(point.data.source)} → ${name(point.data.target)}`, [[data.title(data.value), point.data.value]])
          : tip(name(point.name), [[data.title(data.value), point.value]]),
    },
    series: [
      {
        type: "sankey",
        left: 4, right: 4, top: 10, bottom: 10,
        nodeWidth: 12,
        nodeGap: 16,
        draggable: false,
        layoutIterations: 32,
        data: list,
        links,
        lineStyle: { color: "source", opacity: 0.3, curveness: 0.5 },
        emphasis: { focus: "adjacency", lineStyle: { opacity: 0.6 } },
        label: { color: theme.ink, fontSize: 12, formatter: (point) => clip(name(point.name), width < 560 ? 18 : 36) },
      },
    ],
  };
  const note = rows.length > MOST ? `The ${MOST} largest of ${rows.length} flows are drawn; the table holds all.` : "";
  return { option, height: Math.max(260, 40 + Math.max(...sides) * 30), note: `${data.title(data.from)} on the left, ${data.title(data.to)} on the right. ${note}`.trim(), patterned: false };
}
