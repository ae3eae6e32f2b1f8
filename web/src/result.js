/** The view result as the server sends it: cells are null, a JSON scalar, or {value, label} for an IRI. */

const NUMERIC = new Set(["integer", "decimal", "double"]);
const OWN = "https://w3id.org/milieu/id/";

export function readResult(script) {
  if (!script) return null;
  try {
    return JSON.parse(script.textContent);
  } catch (error) {
    console.error("The embedded result could not be read:", error);
    return null;
  }
}

export const isNumeric = (column) => NUMERIC.has(column.type);

export const columnIndex = (result, name) => result.columns.findIndex((column) => column.name === name);

export function columnTitle(column) {
  const told = column.unit && (column.title || column.name).toLowerCase() === column.unit.toLowerCase();
  return column.unit && !told ? `${column.title || column.name} (${column.unit})` : column.title || column.name;
}

/** What sorting and identity go by. */
export const cellValue = (cell) => (cell !== null && typeof cell === "object" ? cell.value : cell);

/** A number, or null when the cell holds none; decimals that a double cannot hold arrive as strings. */
export function cellNumber(cell) {
  const value = cellValue(cell);
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const GROUPED = [0, 1, 2, 3, 4, 5, 6].map(
  (digits) => new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);
const TICK = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });
const apart = (text) => text.replace(/,/g, "\u202f");

/** Thousands set apart, and one number of decimals for a whole column, chosen by its largest value, so that points align. */
export function formatterFor(numbers) {
  const known = numbers.filter((number) => number !== null && Number.isFinite(number));
  const largest = known.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const whole = known.every(Number.isInteger);
  const digits = whole ? 0 : largest >= 1000 ? 1 : largest >= 10 ? 2 : largest >= 0.1 ? 3 : largest >= 0.01 ? 4 : largest >= 0.001 ? 5 : 6;
  return (number) => {
    const size = Math.abs(number);
    const odd = number !== 0 && (size >= 1e15 || (largest < 1e-4 && size < 1e-4));
    return odd ? number.toExponential(3) : apart(GROUPED[digits].format(number));
  };
}

export const formatNumber = (number) => formatterFor([number])(number);

/** Marks on an axis are round already: no zeros to fill up. */
export const formatTick = (number) => apart(TICK.format(number));

export function cellText(cell, column, format = formatNumber) {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "object") return cell.label || shortIri(cell.value);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (column && isNumeric(column)) {
    const number = cellNumber(cell);
    return number === null ? String(cell) : format(number);
  }
  return String(cell);
}

export function shortIri(iri) {
  const tail = iri.replace(/[/#]+$/, "").split(/[/#]/).pop();
  return tail || iri;
}

export function entityHref(iri) {
  return iri.startsWith(OWN) ? `/id/${iri.slice(OWN.length)}` : `/entity?iri=${encodeURIComponent(iri)}`;
}

export const isIri = (cell) => cell !== null && typeof cell === "object" && /^[a-z][a-z0-9+.-]*:/i.test(cell.value);
