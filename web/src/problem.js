import { el } from "./dom.js";

/** An error that carries the server's RFC 9457 problem document, when it sent one. */
export class Problem extends Error {
  constructor(document) {
    super(document.detail || document.title);
    this.document = document;
  }
}

/** Fetches, and turns every failure (no connection, wrong status, wrong type) into a Problem. */
export async function request(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "The server cannot be reached", detail: error.message });
  }
  if (response.ok) return response;
  const text = await response.text();
  let document = null;
  if ((response.headers.get("content-type") || "").includes("json")) {
    try {
      document = JSON.parse(text);
    } catch {
      document = null;
    }
  }
  const plain = (response.headers.get("content-type") || "").startsWith("text/plain");
  throw new Problem(document || { title: `The server answered ${response.status}`, status: response.status, detail: plain ? text.slice(0, 2000) : response.statusText });
}

export function renderProblem(error) {
  const { title, detail, line, column } = error.document || { title: "Something went wrong", detail: error.message };
  const place = line ? ` (line ${line}${column ? `, column ${column}` : ""})` : "";
  return el("div", { class: "problem", role: "alert" }, el("strong", {}, (title || "Error") + place), detail && detail !== title && el("pre", {}, detail));
}
