import { DASHES, SYMBOLS, axis, frame, legend, legendHeight } from "./theme.js";
import { clip, groups, tip } from "./data.js";
import { formatTick } from "../result.js";

const MOST = 8;

/** A line for each value of the series column, or for each measured column. */
export function line(data, theme, width) {
  if (data.x < 0 || data.y.length === 0) return null;
  const all = data.series >= 0
    ? groups(data, data.result.rows, data.series).map((group) => ({ name: group.label, points: points(data, group.rows, data.y[0]) }))
    : data.y.map((at) => ({ name: data.title(at), points: points(data, data.result.rows, at) }));
  const drawn = all.filter((entry) => entry.points.some((point) => point[1] !== null)).slice(0, MOST);
  if (drawn.length === 0) return null;
  const above = legendHeight(drawn.map((entry) => entry.name), width);
  const date = data.columns[data.x].type === "date";
  const number = data.ordered(data.x) && !date;
  const option = {
    tooltip: {
      trigger: "item",
      formatter: (point) => tip(point.seriesName, [[data.title(data.x), String(point.value[0])], [data.title(data.y[0]), point.value[1]]]),
    },
    legend: drawn.length > 1 ? legend(theme) : undefined,
    grid: frame(above, 24),
    xAxis: axis(theme, data.title(data.x), {
      nameGap: 28,
      type: date ? "time" : number ? "value" : "category",
      min: number ? "dataMin" : undefined,
      max: number ? "dataMax" : undefined,
      minInterval: data.columns[data.x].type === "year" ? 1 : undefined,
      splitLine: { show: false },
      axisLabel: { color: theme.ink, hideOverlap: true, formatter: number ? String : undefined },
    }),
    yAxis: axis(theme, data.title(data.y[0]), { type: "value", scale: true, axisLabel: { color: theme.soft, formatter: formatTick } }),
    series: drawn.map((entry, at) => ({
      type: "line",
      name: clip(entry.name, 60),
      data: entry.points,
      symbol: SYMBOLS[at],
      symbolSize: 7,
      lineStyle: { width: 2, type: DASHES[at] },
      connectNulls: false,
    })),
  };
  const note = all.length > MOST ? `The first ${MOST} of ${all.length} lines are drawn; the table holds all.` : "";
  return { option, height: 340 + above, note, patterned: false };
}

function points(data, rows, at) {
  const numeric = data.ordered(data.x) && data.columns[data.x].type !== "date";
  const x = (row) => (numeric ? Number(data.key(row, data.x)) : data.label(row, data.x));
  const found = rows.map((row) => [x(row), data.number(row, at)]);
  return data.ordered(data.x) ? found.sort((a, b) => (a[0] < b[0] ? -1 : 1)) : found;
}
