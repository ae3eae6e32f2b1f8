import { el } from "./dom.js";
import { cellNumber, cellText, cellValue, entityHref, formatterFor, isIri, isNumeric } from "./result.js";

/** The same table the server renders, for results that arrive as JSON (panels). */
export function renderTable(result) {
  const head = el("tr", {}, result.columns.map(renderHeader));
  const formats = result.columns.map((column, at) => isNumeric(column) && formatterFor(result.rows.map((row) => cellNumber(row[at]))));
  const rows = result.rows.map((row) => el("tr", {}, row.map((cell, at) => renderCell(cell, result.columns[at], formats[at] || undefined))));
  return el(
    "table",
    { class: "result", "data-columns": JSON.stringify(result.columns) },
    el("caption", { class: "sr" }, result.title),
    el("thead", {}, head),
    el("tbody", {}, rows),
  );
}

function renderHeader(column) {
  const unit = column.unit ? el("span", { class: "unit" }, column.unit) : null;
  return el("th", { scope: "col", class: isNumeric(column) && "num", title: column.definition }, column.title || column.name, unit);
}

function renderCell(cell, column, format) {
  if (cell === null) return el("td", { class: isNumeric(column) ? "num none" : "none", "data-value": "" }, "–");
  const text = cellText(cell, column, format);
  const value = cellValue(cell);
  if (isIri(cell)) return el("td", { "data-value": value }, el("a", { href: entityHref(value), title: text }, text));
  if (isNumeric(column)) return el("td", { class: "num", "data-value": cellNumber(cell) ?? value, title: value }, text);
  return el("td", { "data-value": value }, el("span", { class: "clip", title: text }, text));
}
