import { debounce, el, fold } from "./dom.js";
import { cellNumber, formatNumber, isNumeric } from "./result.js";

const FIRST_ROWS = 200;
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Makes a server-rendered table sortable, filterable and, when long, folded. Works on what the page holds: no second source of truth. */
export function enhanceTable(table) {
  const columns = JSON.parse(table.dataset.columns || "[]");
  const body = table.tBodies[0];
  if (!body || !table.tHead) return;
  const rows = [...body.rows].map((node, at) => ({ node, at, text: null }));
  const state = { column: -1, direction: "ascending", words: [], all: rows.length <= FIRST_ROWS + 50 };
  const headers = [...table.tHead.rows[0].cells];
  const tools = rows.length > 8 ? addTools(table, rows.length, state, render) : null;

  headers.forEach((header, at) => {
    const button = el("button", { type: "button", class: "sort" });
    const words = el("span");
    words.append(...header.childNodes);
    button.append(words);
    header.append(button);
    button.addEventListener("click", () => {
      const flip = state.column === at;
      const first = columns[at] && isNumeric(columns[at]) ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      state.direction = flip ? (state.direction === first ? other : first) : first;
      state.column = at;
      headers.forEach((cell) => cell.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", state.direction);
      rows.sort(comparison(at, columns[at], state.direction));
      body.append(...rows.map((row) => row.node));
      render();
    });
  });

  function render() {
    let found = 0;
    for (const row of rows) {
      row.text ??= fold(row.node.textContent);
      const fits = state.words.every((word) => row.text.includes(word));
      if (fits) found += 1;
      row.node.hidden = !fits || (!state.all && found > FIRST_ROWS);
    }
    tools?.report(found);
  }
  render();
}

/** Empty cells stay last in both directions; ties keep the server's order. */
function comparison(at, column, direction) {
  const sign = direction === "ascending" ? 1 : -1;
  const numeric = column && isNumeric(column);
  const key = (row) => {
    const cell = row.node.cells[at];
    const raw = cell.dataset.value ?? cell.textContent.trim();
    if (raw === "") return null;
    return numeric ? cellNumber(raw) : cell.textContent.trim() || raw;
  };
  return (a, b) => {
    const left = key(a);
    const right = key(b);
    if (left === null || right === null) return (left === null) - (right === null) || a.at - b.at;
    return sign * (numeric ? left - right : collator.compare(left, right)) || a.at - b.at;
  };
}

function addTools(table, total, state, render) {
  const input = el("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter the rows of the table" });
  const status = el("span", { role: "status" });
  const more = el("button", { type: "button", class: "small", hidden: true });
  input.addEventListener(
    "input",
    debounce(() => {
      state.words = fold(input.value).split(/\s+/).filter(Boolean);
      render();
    }, 120),
  );
  more.addEventListener("click", () => {
    state.all = true;
    render();
  });
  const place = table.closest(".scroll") || table;
  place.before(el("div", { class: "table-tools" }, input, status, more));
  return {
    report(found) {
      const shown = state.all ? found : Math.min(found, FIRST_ROWS);
      more.hidden = state.all || found <= FIRST_ROWS;
      more.textContent = `Show all ${formatNumber(found)} rows`;
      const filtered = state.words.length > 0;
      status.textContent = shown < found ? `the first ${shown} of ${formatNumber(found)} rows` : filtered ? `${formatNumber(found)} of ${formatNumber(total)} rows` : `${formatNumber(total)} rows`;
    },
  };
}
