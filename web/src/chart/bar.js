import { axis, frame, legend, legendHeight, wholeLabel } from "./theme.js";
import { clip, groups, tip } from "./data.js";
import { formatTick } from "../result.js";

const MOST = 30;
const MOST_COMPACT = 12;
const MOST_SERIES = 8;

/** Categories read best beside their bars, so bars lie; years stand. One cell of `table` per (category, series). */
export function bar(data, theme, width, { compact }) {
  if (data.x < 0 || data.y.length === 0) return null;
  const standing = data.ordered(data.x);
  const categories = groups(data, data.result.rows, data.x).map(({ label, rows }) => ({ label, rows }));
  const { stacks, among } = series(data);
  for (const category of categories) category.values = stacks.map((stack) => stack.read(category.rows));
  const known = categories.filter((category) => category.values.some((value) => value !== null));
  const { shown, note: cut } = standing ? { shown: known, note: "" } : top(known, data.spec.sort, categories.length - known.length, compact ? MOST_COMPACT : MOST);
  if (shown.length === 0) return null;
  const some = among > stacks.length ? ` The first ${stacks.length} of ${among} values of "${data.title(data.series)}" are drawn; choose one to see it.` : "";
  const note = (cut + some).trim();

  const names = shown.map((category) => category.label);
  const measure = stacks.length > 1 && data.series < 0 ? sharedUnit(data) : data.title(data.y[0]);
  const above = legendHeight(stacks.map((stack) => stack.name), width);
  const room = Math.min(width * 0.4, 260);
  const category = axis(theme, standing ? data.title(data.x) : "", {
    type: "category",
    data: names,
    inverse: !standing,
    nameGap: 28,
    tooltip: wholeLabel,
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: theme.ink, interval: standing ? "auto" : 0, width: standing ? undefined : room, overflow: "truncate" },
  });
  const labelled = stacks.length === 1 && !standing;
  const value = axis(theme, measure, { type: "value", nameGap: standing ? 8 : 28, boundaryGap: labelled && shown.some((entry) => entry.values[0] < 0) ? ["12%", 0] : [0, 0], axisLabel: { color: theme.soft, formatter: formatTick, hideOverlap: true } });
  const option = {
    tooltip: { trigger: "item", formatter: (point) => tip(names[point.dataIndex], stacks.map((stack, at) => [stack.name, shown[point.dataIndex].values[at]])) },
    legend: stacks.length > 1 ? legend(theme) : undefined,
    grid: frame(above, labelled ? 56 : 20),
    xAxis: standing ? category : value,
    yAxis: standing ? value : category,
    series: stacks.map((stack, at) => ({
      type: "bar",
      name: clip(stack.name, 60),
      barMaxWidth: 26,
      barCategoryGap: "30%",
      data: shown.map((entry) => ({ value: entry.values[at], label: { position: entry.values[at] < 0 ? "left" : "right" } })),
      emphasis: { focus: stacks.length > 1 ? "series" : "none" },
      label: labelled
        ? { show: true, color: theme.soft, formatter: (point) => (point.value === null ? "" : data.format(data.y[0])(Number(point.value))) }
        : undefined,
    })),
  };
  const thick = stacks.length > 1 ? 9 * stacks.length + 12 : 24;
  const height = standing ? 340 + above : 60 + above + shown.length * thick;
  return { option, height, note, patterned: stacks.length > 1 };
}

/** Either one stack per value of the series column, up to a number, or one per measured column. */
function series(data) {
  if (data.series >= 0) {
    const at = data.y[0];
    const all = groups(data, data.result.rows, data.series);
    const stacks = all.slice(0, MOST_SERIES).map((group) => {
      const members = new Set(group.rows);
      return { name: group.label, read: (rows) => first(rows.filter((row) => members.has(row)), data, at) };
    });
    return { stacks, among: all.length };
  }
  const stacks = data.y.map((at) => ({ name: data.title(at), read: (rows) => first(rows, data, at) }));
  return { stacks, among: stacks.length };
}

const first = (rows, data, at) => rows.map((row) => data.number(row, at)).find((value) => value !== null) ?? null;

function sharedUnit(data) {
  const units = new Set(data.y.map((at) => data.columns[at].unit));
  return units.size === 1 ? ([...units][0] ?? "") : "";
}

function top(categories, sort, empty, most) {
  const size = (category) => Math.max(...category.values.map((value) => Math.abs(value ?? 0)));
  const missing = empty > 0 ? ` ${empty} without a value ${empty === 1 ? "is" : "are"} left out.` : "";
  if (categories.length <= most) return { shown: categories, note: missing.trim() };
  const ranked = sort ? categories : [...categories].sort((a, b) => size(b) - size(a));
  const which = sort ? "first" : "largest";
  return { shown: ranked.slice(0, most), note: `The ${which} ${most} of ${categories.length} are drawn; the table holds all.${missing}` };
}
