// Country outlines for the map: Natural Earth (public domain) as packaged by world-atlas, one feature a country.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import countries from "i18n-iso-countries";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const atlas = async (name) => JSON.parse(await readFile(require.resolve(`world-atlas/${name}.json`), "utf8"));

// The EU writes EL and UK where ISO 3166 has GR and GB; ISO 3166 has no code for Kosovo, the EU uses XKX and 1A0.
const ALSO = { GRC: ["EL"], GBR: ["UK"], XKX: ["XK", "1A0"] };

// Drawn finer, because the map can be turned to Europe.
const EUROPE = "ALB AND AUT BEL BGR BIH BLR CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ISL ITA LIE LTU LUX LVA MCO MDA MKD MLT MNE NLD NOR POL PRT ROU SMR SRB SVK SVN SWE TUR UKR".split(" ");

/** The coarse outlines; the finer ones for Europe and for the small countries that the coarse set leaves out. */
export async function outlines() {
  const named = (list) => new Map(list.map((country) => [country.properties.name, country]));
  const topology = await atlas("countries-50m");
  const [coarse, fine, finest] = [named(features(await atlas("countries-110m"), 1)), named(features(topology, 1)), named(features(topology, 2))];
  const chosen = new Map([...finest, ...fine, ...coarse, ...EUROPE.map((code) => [code, fine.get(code) ?? finest.get(code)])]);
  const all = [...chosen.values()];
  return { type: "FeatureCollection", features: all.filter(({ properties }) => properties.name !== "ATA") };
}

function features(topology, digits) {
  return feature(topology, topology.objects.countries).features.flatMap(({ id, properties, geometry }) => {
    const code = id ? countries.numericToAlpha3(id) : properties.name === "Kosovo" && "XKX";
    const rounded = geometry && round(geometry, digits);
    if (!code || !rounded) return [];
    const two = countries.alpha3ToAlpha2(code);
    const codes = [code, ...(two ? [two] : []), properties.name.toLowerCase(), ...(ALSO[code] ?? [])];
    return [{ type: "Feature", properties: { name: code, codes }, geometry: rounded }];
  });
}

/** Rings that vanish at this grain are left out. */
function round({ type, coordinates }, digits) {
  const ring = (points) => {
    const short = points.map((pair) => pair.map((number) => Number(number.toFixed(digits))));
    const kept = short.filter(([x, y], at) => at === 0 || x !== short[at - 1][0] || y !== short[at - 1][1]);
    return kept.length >= 4 ? kept : null;
  };
  const whole = (type === "Polygon" ? [coordinates] : coordinates).flatMap(splitAtDateLine);
  const polygons = whole.map((rings) => rings.map(ring).filter(Boolean)).filter((rings) => rings.length > 0);
  return polygons.length > 0 ? { type: "MultiPolygon", coordinates: polygons } : null;
}

/** A ring that crosses the 180th meridian would be drawn right across the map: cut it in two there. */
function splitAtDateLine(rings) {
  const [outer, ...holes] = rings;
  const run = unwrap(outer);
  const longitudes = run.map(([x]) => x);
  if (Math.max(...longitudes) <= 180 && Math.min(...longitudes) >= -180) return [rings];
  const edge = Math.max(...longitudes) > 180 ? 180 : -180;
  const east = clip(run, edge, 1);
  const west = clip(run, edge, -1);
  const back = (points) => points.map(([x, y]) => [x - 2 * edge, y]);
  const [inside, outside] = edge > 0 ? [west, back(east)] : [east, back(west)];
  return [[inside, ...holes], [outside]].filter(([points]) => points.length > 0);
}

function unwrap(points) {
  let turn = 0;
  return points.map(([x, y], at) => {
    if (at > 0) turn -= 360 * Math.round((x - points[at - 1][0]) / 360);
    return [x + turn, y];
  });
}

/** Sutherland & Hodgman 1974, for one vertical line: keeps what lies east (1) or west (-1) of it. */
function clip(points, edge, side) {
  const kept = [];
  const within = ([x]) => side * (x - edge) >= 0;
  points.forEach((point, at) => {
    const last = points[(at + points.length - 1) % points.length];
    if (within(point) !== within(last)) {
      const share = (edge - last[0]) / (point[0] - last[0]);
      kept.push([edge, last[1] + share * (point[1] - last[1])]);
    }
    if (within(point)) kept.push(point);
  });
  return kept.length > 0 ? [...kept, kept[0]] : kept;
}
