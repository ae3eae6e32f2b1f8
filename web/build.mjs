// Builds web/dist from web/src. Everything that the pages need ends up there; nothing is fetched from elsewhere at run time.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, rm, stat, readdir, writeFile } from "node:fs/promises";
import { licences } from "./licences.mjs";
import { outlines } from "./outlines.mjs";

const out = new URL("./dist/", import.meta.url).pathname;
const modules = new URL("./node_modules/", import.meta.url).pathname;
const source = new URL("./src/", import.meta.url).pathname;

/** The editor library brings a list of foreign prefixes and a look-up on another site. Neither is wanted here. */
const trimEditor = {
  name: "trim-editor",
  setup({ onLoad }) {
    onLoad({ filter: /yasqe\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      // The last cut takes out a fallback for browsers without JSON: the page's policy forbids eval.
      const contents = cut(cut(
        cut(text, "}, madsrdf = \"", "}, tokenTypes = {", "}, prefixes_default = {}, tokenTypes = {"),
        "var fetchFromLov = ", "}, completers = [", "var fetchFromLov = () => Promise.resolve([]), completers = [",
      ), 'return j = eval("(" + text + ")")', ",", "return j = JSON.parse(text),").replaceAll("https://dbpedia.org/sparql", "/sparql");
      return { contents, loader: "js" };
    });
  },
};

/** Parts of the chart library that nothing here can reach: its Chinese texts and its reader of maps drawn in SVG. */
const trimCharts = {
  name: "trim-charts",
  setup({ onLoad }) {
    onLoad({ filter: /echarts\/lib\/i18n\/langZH\.js$/ }, () => ({ contents: 'export { default } from "./langEN.js";' }));
    onLoad({ filter: /zrender\/lib\/tool\/parseSVG\.js$/ }, () => ({
      contents: "const none = () => { throw new Error('maps are GeoJSON here'); }; export { none as parseSVG, none as parseXML, none as makeViewBoxTransform };",
    }));
    // A fallback for browsers without JSON: the page's policy forbids evaluating text.
    onLoad({ filter: /echarts\/lib\/coord\/geo\/GeoJSONResource\.js$/ }, async ({ path }) => ({
      contents: cut(await readFile(path, "utf8"), "new Function(", ")();", "null;"),
    }));
    onLoad({ filter: /echarts\/lib\/coord\/geo\/GeoSVGResource\.js$/ }, () => ({ contents: "export class GeoSVGResource {}" }));
  },
};

function cut(text, from, to, instead) {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`a library changed: ${from} … ${to} is not in it`);
  return text.slice(0, start) + instead + text.slice(end + to.length);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const scripts = await build({
  entryPoints: {
    milieu: `${source}milieu.js`,
    editor: `${source}editor/index.js`,
  },
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  sourcemap: false,
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  plugins: [trimEditor, trimCharts],
  metafile: true,
  outdir: out,
});
const styles = await build({
  entryPoints: { milieu: `${source}css/index.css`, editor: `${source}editor/editor.css` },
  bundle: true,
  minify: true,
  target: ["chrome111", "firefox111", "safari16.4"],
  metafile: true,
  outdir: out,
});
await writeFile(`${out}world.json`, JSON.stringify(await outlines()));
await copyFile(`${source}icon.svg`, `${out}icon.svg`);
const used = [...Object.keys(scripts.metafile.inputs), ...Object.keys(styles.metafile.inputs), "node_modules/world-atlas/countries-50m.json"];
await writeFile(`${out}licenses.txt`, await licences(modules, used));

for (const name of (await readdir(out)).sort()) {
  console.log(`${name.padEnd(12)} ${((await stat(out + name)).size / 1000).toFixed(0).padStart(6)} kB`);
}
