import { registerMap } from "./echarts.js";
import { equalEarth } from "./projection.js";
import { ramp } from "./theme.js";
import { clip, tip } from "./data.js";

const FOLDER = new URL(".", document.currentScript?.src || document.baseURI);
const EUROPE = [[-24, 71], [42, 34]];
let outlines = null;

/** The outlines are a file of their own, fetched once and only when a map is shown. */
export function loadOutlines() {
  outlines ??= fetch(new URL("world.json", FOLDER)).then(async (response) => {
    if (!response.ok) throw new Error(`the outlines did not load (${response.status})`);
    const world = await response.json();
    registerMap("world", world);
    const codes = new Map();
    for (const { properties } of world.features) for (const code of properties.codes) codes.set(code, properties.name);
    return codes;
  });
  return outlines;
}

/** Countries shaded by a number. Known by the code that ends their IRI, by an ISO code, or by their English name. */
export function map(data, theme, width, { codes, focus }) {
  const place = data.x >= 0 ? data.x : data.to;
  const value = data.value >= 0 ? data.value : data.y[0];
  if (place < 0 || value === undefined || value < 0) return null;
  const shaded = new Map();
  let lost = 0;
  for (const row of data.result.rows) {
    const number = data.number(row, value);
    if (number === null) continue;
    const code = codes.get(data.key(row, place).split(/[/#]/).pop()) ?? codes.get(data.label(row, place).toLowerCase());
    if (!code) lost += 1;
    else shaded.set(code, { label: data.label(row, place), value: (shaded.get(code)?.value ?? 0) + number });
  }
  if (shaded.size === 0) return null;
  const numbers = [...shaded.values()].map((entry) => entry.value);
  const [low, high] = [Math.min(0, ...numbers), Math.max(...numbers)];
  const option = {
    tooltip: {
      trigger: "item",
      formatter: (point) => (shaded.has(point.name) ? tip(shaded.get(point.name).label, [[data.title(value), shaded.get(point.name).value]]) : ""),
    },
    visualMap: ramp(theme, low, high, { left: 8, bottom: 4, itemHeight: Math.min(140, width / 4), text: [data.format(value)(high), `${clip(data.title(value), width < 500 ? 18 : 40)}  ${data.format(value)(low)}`] }),
    series: [
      {
        type: "map",
        map: "world",
        projection: equalEarth,
        boundingCoords: focus === "europe" ? EUROPE : undefined,
        left: 0, right: 0, top: 0, bottom: 40,
        roam: false,
        selectedMode: false,
        data: [...shaded].map(([name, entry]) => ({ name, value: entry.value })),
        itemStyle: { areaColor: theme.wash, borderColor: theme.rule, borderWidth: 0.5 },
        label: { show: false },
        emphasis: { label: { show: false }, itemStyle: { areaColor: theme.series[1] } },
      },
    ],
  };
  const note = lost > 0 ? `${lost} ${lost === 1 ? "row is not a country" : "rows are not countries"} of this map; the table holds all.` : "";
  const height = focus === "europe" ? Math.min(620, width * 0.8) : Math.min(540, 60 + width * 0.47);
  return { option, height, note, patterned: false };
}
