/** Colours and type come from the style sheet, so that charts follow the page into dark mode and print. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  return {
    ink: get("--ink"),
    soft: get("--soft"),
    line: get("--line"),
    rule: get("--rule"),
    sheet: get("--sheet"),
    wash: get("--wash"),
    accent: get("--accent"),
    series: Array.from({ length: 8 }, (_, at) => get(`--series-${at + 1}`)),
    ramp: [get("--ramp-low"), get("--ramp-high")],
    font: getComputedStyle(document.body).fontFamily,
  };
}

export const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
export const DASHES = ["solid", [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4], [4, 2, 1, 2], [3, 6]];

/** What every chart shares. Patterns are drawn only where colour would otherwise be the one carrier of meaning. */
export function base(theme, description, patterned) {
  return {
    animation: false,
    color: theme.series,
    textStyle: { fontFamily: theme.font, color: theme.ink, fontSize: 12 },
    aria: {
      enabled: true,
      label: { enabled: true, description },
      decal: { show: patterned },
    },
    tooltip: {
      confine: true,
      enterable: false,
      backgroundColor: theme.sheet,
      borderColor: theme.rule,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: theme.ink },
      transitionDuration: 0,
    },
  };
}

export function axis(theme, name, extra = {}) {
  return {
    name,
    nameLocation: "middle",
    nameGap: 8,
    nameTextStyle: { color: theme.soft, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: theme.rule } },
    axisTick: { lineStyle: { color: theme.rule } },
    axisLabel: { color: theme.ink, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
    ...extra,
  };
}

/** The field of a chart with axes: their labels and names stay inside, whatever their length. */
export const frame = (above, right) => ({ left: 8, right, top: 12 + above, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" });

/** A label that had to be cut is told in full when pointed at. */
export const wholeLabel = { show: true, formatter: ({ name }) => Object.assign(document.createElement("div"), { className: "tip", textContent: name }) };

/** Legends wrap; the drawing has to begin below the last line of them. */
export function legendHeight(names, width) {
  if (names.length < 2) return 0;
  let [lines, used] = [1, 0];
  for (const name of names) {
    const wide = 36 + name.length * 7;
    if (used > 0 && used + wide > width) [lines, used] = [lines + 1, 0];
    used += wide;
  }
  return 10 + lines * 20;
}

export const legend = (theme) => ({
  type: "plain",
  top: 0,
  left: 0,
  itemWidth: 18,
  itemHeight: 10,
  textStyle: { color: theme.ink },
  inactiveColor: theme.rule,
});

export function ramp(theme, min, max, extra = {}) {
  return {
    type: "continuous",
    min,
    max: max > min ? max : min + 1,
    calculable: false,
    orient: "horizontal",
    itemWidth: 12,
    itemHeight: 140,
    textStyle: { color: theme.soft },
    inRange: { color: theme.ramp },
    outOfRange: { color: [theme.wash] },
    ...extra,
  };
}
