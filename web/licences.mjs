// The licence texts of every package of which something is in the bundle. A package without one stops the build.
import { readFile, readdir } from "node:fs/promises";

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const ALLOWED = new Set(["MIT", "ISC", "0BSD", "BSD-3-Clause", "Apache-2.0", "(MPL-2.0 OR Apache-2.0)"]);

export async function licences(modules, inputs) {
  const names = new Set(inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  // Bundled inside the editor library's own file, where no path names them.
  for (const name of ["codemirror", "lodash-es", "query-string", "split-on-first", "strict-uri-encode", "decode-uri-component", "filter-obj", "store", "dompurify", "@zazuko/yasgui-utils"]) {
    if (names.has("@zazuko/yasqe")) names.add(name);
  }
  const parts = [];
  for (const name of [...names].sort()) {
    const folder = `${modules}${name}/`;
    const about = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
    if (!ALLOWED.has(about.license)) throw new Error(`${name}: the licence ${about.license} is not among those that may ship`);
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file)).sort();
    const inner = (await readdir(`${folder}licenses`).catch(() => [])).sort().map((file) => `licenses/${file}`);
    const texts = await Promise.all([...files, ...inner].map((file) => readFile(folder + file, "utf8")));
    if (texts.length === 0 && about.license !== "MIT") throw new Error(`${name}: no licence text comes with it`);
    const body = texts.length > 0 ? texts.map((text) => text.trim()).join("\n\n") : `Copyright (c) ${author(about)}\n\n${MIT}`;
    parts.push(`${"=".repeat(78)}\n${about.name} ${about.version} (${about.license})\n${"=".repeat(78)}\n${body}\n`);
  }
  parts.push(`${"=".repeat(78)}\nCountry outlines: Natural Earth, public domain, as packaged by world-atlas.\n`);
  return parts.join("\n");
}

const author = ({ author, contributors, name }) => {
  const people = [author, ...(contributors ?? [])].map((who) => (typeof who === "object" ? who?.name : who)).filter(Boolean);
  return people.length > 0 ? people.join(", ") : `the authors of ${name}`;
};
