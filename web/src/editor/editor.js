import Yasqe from "@zazuko/yasqe";
import { registerCompletion } from "./completion.js";

export async function loadPrefixes(address) {
  try {
    const response = await fetch(address, { headers: { accept: "application/json" } });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

export function makeEditor(parent, { value, endpoint, prefixes }) {
  const autocompleters = registerCompletion(Yasqe, endpoint, prefixes);
  const editor = new Yasqe(parent, {
    value,
    autocompleters,
    requestConfig: { endpoint },
    showQueryButton: false,
    // A query lives in the page and in its link, not in the browser's storage.
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    resizeable: true,
    editorHeight: "22rem",
    viewportMargin: Infinity,
  });
  // The library keeps its list of completers on the shared defaults; only ours may run.
  editor.config.autocompleters = autocompleters;
  editor.getInputField().setAttribute("aria-label", "SPARQL query. Control and Enter runs it, Control and Space completes.");
  return editor;
}

let marked = [];

export function clearMarks(editor) {
  for (const clear of marked) clear();
  marked = [];
}

/** Marks the line (counted from 1) that the server names, and shows it. */
export function markLine(editor, line, column) {
  const at = line - 1;
  if (!(at >= 0 && at < editor.lineCount())) return;
  editor.addLineClass(at, "wrap", "line-at-fault");
  marked.push(() => editor.removeLineClass(at, "wrap", "line-at-fault"));
  if (column) {
    const text = editor.getLine(at);
    const from = Math.min(Math.max(column - 1, 0), Math.max(text.length - 1, 0));
    const mark = editor.markText({ line: at, ch: from }, { line: at, ch: from + 1 }, { className: "place-at-fault" });
    marked.push(() => mark.clear());
  }
  editor.scrollIntoView({ line: at, ch: 0 }, 60);
}
