// The frame of every page and the few helpers that the prototypes share.

import { cellNumber, formatterFor } from "../src/result.js";

export const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

const NAV = [["/", "Views"], ["/sparql", "SPARQL"], ["/ontology", "Ontology"]];

export function page({ title, current = "", body, editor = false }) {
  const nav = NAV.map(([href, name]) => `<a href="${href}"${href === current ? ' aria-current="page"' : ""}>${name}</a>`).join("\n        ");
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escape(title)} · milieu</title>
  <link rel="icon" href="../dist/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="../dist/milieu.css">${editor ? '\n  <link rel="stylesheet" href="../dist/editor.css">' : ""}
  <script src="../dist/milieu.js" defer></script>${editor ? '\n  <script src="../dist/editor.js" defer></script>' : ""}
</head>
<body>
  <a class="skip" href="#main">Skip to the content</a>
  <header class="top">
    <div>
      <a class="brand" href="/">milieu</a>
      <nav aria-label="Pages">
        ${nav}
      </nav>
      <form action="/search" role="search">
        <input type="search" name="q" placeholder="Find an actor, cluster, term" aria-label="Find an actor, cluster or term">
        <button>Find</button>
      </form>
    </div>
  </header>
  <main id="main">
${body}
  </main>
  <footer class="foot">
    <div>
      <span>milieu 0.1.0</span>
      <span>Snapshot 7 (<code>3f9c1e7ab20d</code>), 1,204,331 quads</span>
      <a href="/assets/licenses.txt">Licences of the page's parts</a>
    </div>
  </footer>
</body>
</html>
`;
}

const NUMERIC = ["integer", "decimal", "double"];
const OWN = "https://w3id.org/milieu/id/";
export const href = (iri) => (iri.startsWith(OWN) ? `/id/${iri.slice(OWN.length)}` : `/entity?iri=${encodeURIComponent(iri)}`);

function cell(value, { type }, format) {
  const num = NUMERIC.includes(type);
  if (value === null) return `<td class="${num ? "num none" : "none"}" data-value="">–</td>`;
  if (typeof value === "object") return `<td data-value="${escape(value.value)}"><a href="${escape(href(value.value))}" title="${escape(value.label)}">${escape(value.label)}</a></td>`;
  if (typeof value === "boolean") return `<td data-value="${value}"><span class="clip">${value ? "yes" : "no"}</span></td>`;
  if (num) return `<td class="num" data-value="${value}" title="${value}">${format(Number(value))}</td>`;
  return `<td data-value="${escape(value)}"><span class="clip" title="${escape(value)}">${escape(value)}</span></td>`;
}

/** `data-columns` needs name and type of each column; the rest of a header stands in the header cell. */
export function table(result) {
  const columns = JSON.stringify(result.columns.map(({ name, type }) => ({ name, type })));
  const heads = result.columns.map(({ type, title, unit, definition }) => {
    const attributes = `${NUMERIC.includes(type) ? ' class="num"' : ""}${definition ? ` title="${escape(definition)}"` : ""}`;
    return `          <th scope="col"${attributes}>${escape(title)}${unit ? `<span class="unit">${escape(unit)}</span>` : ""}</th>`;
  });
  const formats = result.columns.map((_, at) => formatterFor(result.rows.map((row) => cellNumber(row[at]))));
  const rows = result.rows.map((row) => `          <tr>${row.map((value, at) => cell(value, result.columns[at], formats[at])).join("")}</tr>`);
  return `    <div class="scroll" id="table" tabindex="0" role="region" aria-label="Table: ${escape(result.title)}">
      <table class="result" data-columns='${columns}'>
        <caption class="sr">${escape(result.title)}</caption>
        <thead>
          <tr>
${heads.join("\n")}
          </tr>
        </thead>
        <tbody>
${rows.join("\n")}
        </tbody>
      </table>
    </div>`;
}

/** JSON inside a script element: "<" is written as an escape so that no value can end the element. */
export const embed = (result) => `    <script type="application/json" id="result">${JSON.stringify(result).replace(/</g, "\\u003c")}</script>`;
