import { cellNumber, cellText, cellValue, columnIndex, columnTitle, formatterFor, formatNumber, isNumeric } from "../result.js";

/** Reads a result through its chart specification: names become indexes, cells become numbers and labels. */
export class ChartData {
  constructor(result) {
    this.result = result;
    this.spec = result.chart;
    this.columns = result.columns;
    this.x = this.at(this.spec.x);
    this.y = [this.spec.y ?? []].flat().map((name) => this.at(name)).filter((at) => at >= 0);
    this.series = this.at(this.spec.series);
    this.size = this.at(this.spec.size);
    this.from = this.at(this.spec.from);
    this.to = this.at(this.spec.to);
    this.value = this.at(this.spec.value);
    if (this.value < 0 && this.y.length && !["matrix"].includes(this.spec.kind)) this.value = this.y[0];
  }

  at(name) {
    return name ? columnIndex(this.result, name) : -1;
  }

  title(at) {
    return at >= 0 ? columnTitle(this.columns[at]) : "";
  }

  label(row, at) {
    return cellText(row[at], this.columns[at]) || "(not stated)";
  }

  key(row, at) {
    return String(cellValue(row[at]) ?? "");
  }

  number(row, at) {
    return at >= 0 ? cellNumber(row[at]) : null;
  }

  /** The column's own way of writing its numbers, the same as in the table. */
  format(at) {
    this.formats ??= new Map();
    if (!this.formats.has(at)) this.formats.set(at, formatterFor(this.result.rows.map((row) => this.number(row, at))));
    return this.formats.get(at);
  }

  numeric(at) {
    return at >= 0 && isNumeric(this.columns[at]);
  }

  /** Years and dates keep their own order; anything else may be ranked. */
  ordered(at) {
    return at >= 0 && ["year", "date", "integer", "decimal", "double"].includes(this.columns[at].type);
  }

  /** The column that names a point: the first one of words that carries no other duty. */
  naming() {
    const taken = new Set([...this.y, this.series, this.size]);
    const words = (at) => ["iri", "string", "lang-string"].includes(this.columns[at].type);
    if (this.x >= 0 && words(this.x)) return this.x;
    return this.columns.findIndex((_, at) => words(at) && !taken.has(at));
  }
}

/** Groups by a column, in order of first appearance. */
export function groups(data, rows, at) {
  const found = new Map();
  for (const row of rows) {
    const key = at >= 0 ? data.key(row, at) : "";
    if (!found.has(key)) found.set(key, { label: at >= 0 ? data.label(row, at) : "", rows: [] });
    found.get(key).rows.push(row);
  }
  return [...found.values()];
}

/** A tooltip as DOM nodes: labels are data and are never parsed as HTML. */
export function tip(title, pairs) {
  const box = document.createElement("div");
  box.className = "tip";
  const head = document.createElement("b");
  head.textContent = title;
  const list = document.createElement("dl");
  for (const [name, value] of pairs) {
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = typeof value === "number" ? formatNumber(value) : (value ?? "–");
    list.append(dt, dd);
  }
  box.append(head, list);
  return box;
}

export const clip = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
