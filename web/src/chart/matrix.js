import { axis, ramp, wholeLabel } from "./theme.js";
import { clip, groups, tip } from "./data.js";

const MOST = 40;

/** Rows against columns, a number in each cell. Takes x / y / value, or from / to / value. */
export function matrix(data, theme, width) {
  const across = data.x >= 0 ? data.x : data.from;
  const down = data.x >= 0 ? (data.series >= 0 ? data.series : data.y[0]) : data.to;
  let value = data.value;
  if (value < 0) value = data.series >= 0 ? data.y[0] : data.y[1];
  if (across < 0 || down === undefined || down < 0 || value === undefined || value < 0) return null;
  const columns = groups(data, data.result.rows, across);
  const lines = groups(data, data.result.rows, down);
  const rows = data.result.rows.filter((row) => data.number(row, value) !== null);
  if (rows.length === 0) return null;
  const place = (list) => new Map(list.slice(0, MOST).map((group, at) => [data.key(group.rows[0], list === columns ? across : down), at]));
  const [column, line] = [place(columns), place(lines)];
  const cells = rows
    .map((row) => [column.get(data.key(row, across)), line.get(data.key(row, down)), data.number(row, value)])
    .filter(([x, y]) => x !== undefined && y !== undefined);
  const numbers = cells.map((cell) => cell[2]);
  const [low, high] = [Math.min(0, ...numbers), Math.max(...numbers)];
  const room = Math.min(width * 0.34, 230);
  const wide = (width - room) / column.size;
  const crowded = wide < 70;
  const option = {
    tooltip: { trigger: "item", formatter: ({ value: [x, y, number] }) => tip(`${lines[y].label} · ${columns[x].label}`, [[data.title(value), number]]) },
    grid: { left: 8, right: 16, top: 26, bottom: 62, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: axis(theme, data.title(across), {
      type: "category",
      position: "top",
      tooltip: wholeLabel,
      data: columns.slice(0, MOST).map((group) => group.label),
      nameLocation: "end",
      name: "",
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { color: theme.ink, interval: 0, rotate: crowded ? 50 : 0, width: crowded ? 130 : wide - 6, overflow: "truncate" },
    }),
    yAxis: axis(theme, "", {
      type: "category",
      inverse: true,
      tooltip: wholeLabel,
      data: lines.slice(0, MOST).map((group) => group.label),
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { color: theme.ink, interval: 0, width: room, overflow: "truncate" },
    }),
    visualMap: ramp(theme, low, high, { left: "center", bottom: 4, itemHeight: Math.min(140, width / 4), text: [data.format(value)(high), `${clip(data.title(value), width < 500 ? 18 : 40)}  ${data.format(value)(low)}`] }),
    series: [
      {
        type: "heatmap",
        data: cells.map((cell) => ({ value: cell, label: { color: (cell[2] - low) / (high - low || 1) > 0.5 ? theme.sheet : theme.ink } })),
        itemStyle: { borderColor: theme.sheet, borderWidth: 1 },
        label: { show: wide > 34 && cells.length <= 500, fontSize: 11, formatter: (point) => data.format(value)(point.value[2]) },
        emphasis: { itemStyle: { borderColor: theme.ink } },
      },
    ],
  };
  const cut = columns.length > MOST || lines.length > MOST;
  const note = cut ? `The first ${MOST} of each side are drawn; the table holds all ${data.result.rows.length} rows.` : "";
  return { option, height: 110 + (crowded ? 90 : 20) + line.size * 26, note, patterned: false };
}
