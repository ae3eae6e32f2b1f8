// Country outlines for the map: Natural Earth (public domain) as packaged by world-atlas, one feature a country.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import countries from "i18n-iso-countries";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const atlas = async (name) => JSON.parse(await readFile(require.resolve(`world-atlas/${name}.json`), "utf8"));

// The EU writes EL and UK where ISO 3166 has GR and GB.
const ALSO = { GRC: ["EL"], GBR: ["UK"] };

/** The coarse outlines, and the finer ones for the small countries that the coarse set leaves out. */
export async function outlines() {
  const coarse = features(await atlas("countries-110m"), 1);
  const fine = features(await atlas("countries-50m"), 2);
  const known = new Set(coarse.map(({ properties }) => properties.name));
  const all = [...coarse, ...fine.filter(({ properties }) => !known.has(properties.name))];
  return { type: "FeatureCollection", features: all.filter(({ properties }) => properties.name !== "ATA") };
}

function features(topology, digits) {
  return feature(topology, topology.objects.countries).features.flatMap(({ id, properties, geometry }) => {
    const code = id && countries.numericToAlpha3(id);
    const rounded = geometry && round(geometry, digits);
    if (!code || !rounded) return [];
    const two = countries.alpha3ToAlpha2(code);
    const codes = [code, two, properties.name.toLowerCase(), ...(ALSO[code] ?? [])];
    return [{ type: "Feature", properties: { name: code, codes }, geometry: rounded }];
  });
}

/** A tenth of a degree is finer than a page can show; rings that vanish at that grain are left out. */
function round({ type, coordinates }, digits) {
  const ring = (points) => {
    const short = points.map((pair) => pair.map((number) => Number(number.toFixed(digits))));
    const kept = short.filter(([x, y], at) => at === 0 || x !== short[at - 1][0] || y !== short[at - 1][1]);
    return kept.length >= 4 ? kept : null;
  };
  const polygons = (type === "Polygon" ? [coordinates] : coordinates).map((rings) => rings.map(ring).filter(Boolean)).filter((rings) => rings.length > 0);
  return polygons.length > 0 ? { type: "MultiPolygon", coordinates: polygons } : null;
}
