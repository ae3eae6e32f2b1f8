import { SYMBOLS, axis, frame, legend, legendHeight, wholeLabel } from "./theme.js";
import { clip, groups, median, tip } from "./data.js";
import { formatTick } from "../result.js";

const MOST = 30;

/** Two numbers against each other; with one number only, a dot plot along its categories. */
export function dot(data, theme, width) {
  return data.numeric(data.x) ? scatter(data, theme, width, false) : dotPlot(data, theme, width);
}

/** A scatter cut by its medians into four fields. */
export function quadrant(data, theme, width) {
  return scatter(data, theme, width, true);
}

function scatter(data, theme, width, cut) {
  // Without a numeric x the first two measured columns make the plane.
  const [x, y] = data.numeric(data.x) ? [data.x, data.y[0]] : data.y;
  if (x === undefined || y === undefined) return null;
  const name = data.naming();
  const rows = data.result.rows.filter((row) => data.number(row, x) !== null && data.number(row, y) !== null);
  if (rows.length === 0) return null;
  const largest = Math.max(...rows.map((row) => data.number(row, data.size) ?? 0), 1e-12);
  const radius = (row) => (data.size >= 0 ? 5 + 25 * Math.sqrt(Math.max(data.number(row, data.size) ?? 0, 0) / largest) : 8);
  const sets = groups(data, rows, data.series).slice(0, 8);
  const above = legendHeight(sets.map((set) => set.label), width);
  const cuts = cut ? [median(rows.map((row) => data.number(row, x))), median(rows.map((row) => data.number(row, y)))] : null;
  const extent = (at) => {
    const numbers = rows.map((row) => data.number(row, at));
    const room = (Math.max(...numbers) - Math.min(...numbers)) * 0.06 || 1;
    return [Math.min(...numbers) - room, Math.max(...numbers) + room];
  };
  const [across, up] = [extent(x), extent(y)];
  // Cut lines span the field, so the field must end where they do.
  const bounds = ([min, max]) => (cut ? { min, max } : { scale: true });
  const line = (points) => ({ type: "line", silent: true, symbol: "none", lineStyle: { color: theme.rule, type: "dashed", width: 1 }, data: points, z: 1 });
  const lines = cuts ? [line([[cuts[0], up[0]], [cuts[0], up[1]]]), line([[across[0], cuts[1]], [across[1], cuts[1]]])] : [];
  const option = {
    tooltip: { trigger: "item", formatter: (point) => point.data.row && tip(name >= 0 ? data.label(point.data.row, name) : "", pairs(data, point.data.row, x, y)) },
    legend: sets.length > 1 ? { ...legend(theme), data: sets.map((set) => clip(set.label, 60)) } : undefined,
    grid: frame(above, 28),
    xAxis: axis(theme, data.title(x), { type: "value", ...bounds(across), nameGap: 28, axisLabel: { color: theme.soft, formatter: formatTick, showMinLabel: !cut, showMaxLabel: !cut, hideOverlap: true } }),
    yAxis: axis(theme, data.title(y), { type: "value", ...bounds(up), axisLabel: { color: theme.soft, formatter: formatTick, showMinLabel: !cut, showMaxLabel: !cut } }),
    series: [...lines, ...sets.map((set, at) => ({
      type: "scatter",
      color: theme.series[at],
      name: clip(set.label, 60),
      symbol: SYMBOLS[at],
      itemStyle: { opacity: 0.8, borderColor: theme.sheet, borderWidth: 1 },
      data: set.rows.map((row) => ({ value: [data.number(row, x), data.number(row, y)], row, symbolSize: radius(row) })),
      label: { show: name >= 0 && rows.length <= 40, position: "right", color: theme.ink, fontSize: 11, textBorderColor: theme.sheet, textBorderWidth: 3, minMargin: 4, formatter: (point) => clip(data.label(point.data.row, name), 26) },
      labelLayout: { hideOverlap: true },
    }))],
  };
  const left = data.result.rows.length - rows.length;
  const notes = [
    cuts && `The dashed lines are the medians (${data.format(x)(cuts[0])} and ${data.format(y)(cuts[1])}).`,
    data.size >= 0 && `The area of a mark is ${data.title(data.size)}.`,
    left > 0 && `${left} without both values ${left === 1 ? "is" : "are"} left out.`,
  ];
  return { option, height: 420 + above, note: notes.filter(Boolean).join(" "), patterned: false };
}

function pairs(data, row, x, y) {
  const shown = [x, y, data.size].filter((at, place, list) => at >= 0 && list.indexOf(at) === place);
  const words = data.series >= 0 ? [[data.title(data.series), data.label(row, data.series)]] : [];
  return [...words, ...shown.map((at) => [data.title(at), data.number(row, at)])];
}

function dotPlot(data, theme, width) {
  if (data.x < 0 || data.y.length === 0) return null;
  const known = groups(data, data.result.rows.filter((row) => data.y.some((at) => data.number(row, at) !== null)), data.x);
  const shown = known.slice(0, MOST);
  if (shown.length === 0) return null;
  const sets = data.series >= 0
    ? groups(data, data.result.rows, data.series).slice(0, 8).map((group) => ({ name: group.label, at: data.y[0], rows: new Set(group.rows) }))
    : data.y.map((at) => ({ name: data.title(at), at, rows: null }));
  const above = legendHeight(sets.map((set) => set.name), width);
  const option = {
    tooltip: { trigger: "item", formatter: (point) => tip(shown[point.value[1]].label, [[point.seriesName, point.value[0]]]) },
    legend: sets.length > 1 ? legend(theme) : undefined,
    grid: frame(above, 28),
    xAxis: axis(theme, data.title(data.y[0]), { type: "value", scale: true, nameGap: 28, axisLabel: { color: theme.soft, formatter: formatTick, hideOverlap: true } }),
    yAxis: axis(theme, "", {
      type: "category",
      data: shown.map((group) => group.label),
      inverse: true,
      tooltip: wholeLabel,
      axisTick: { show: false },
      splitLine: { show: true, alignWithLabel: true, lineStyle: { color: theme.line, type: "dotted" } },
      axisLabel: { color: theme.ink, interval: 0, width: Math.min(width * 0.4, 260), overflow: "truncate" },
    }),
    series: sets.map((set, at) => ({
      type: "scatter",
      name: clip(set.name, 60),
      symbol: SYMBOLS[at],
      symbolSize: 10,
      data: shown.flatMap((group, place) =>
        group.rows
          .filter((row) => (!set.rows || set.rows.has(row)) && data.number(row, set.at) !== null)
          .map((row) => [data.number(row, set.at), place]),
      ),
    })),
  };
  const note = known.length > MOST ? `The first ${MOST} of ${known.length} are drawn; the table holds all.` : "";
  return { option, height: 60 + above + shown.length * 24, note, patterned: false };
}
