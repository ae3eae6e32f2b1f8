import { request } from "../problem.js";

const MOST = 80;

const TERMS = {
  property: "SELECT DISTINCT ?term WHERE { ?s ?term ?o } LIMIT 5000",
  class: "SELECT DISTINCT ?term WHERE { ?s a ?term } LIMIT 5000",
};

/** Prefixes come from the project, classes and properties from what the store really holds. Nothing is asked of anyone else. */
export function registerCompletion(Yasqe, endpoint, prefixes) {
  const lists = {};
  const known = (kind) => (lists[kind] ??= fetchTerms(endpoint, TERMS[kind]));
  Yasqe.forkAutocompleter("prefixes", {
    name: "project-prefixes",
    persistenceId: null,
    get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(),
  }, false);
  for (const kind of Object.keys(TERMS)) {
    Yasqe.forkAutocompleter(kind, {
      name: `store-${kind}`,
      persistenceId: null,
      bulk: false,
      get: async (_editor, token) => matching(await known(kind), token?.autocompletionString || ""),
    }, false);
  }
  return ["project-prefixes", "store-property", "store-class", "variables"];
}

async function fetchTerms(endpoint, query) {
  try {
    const response = await request(endpoint, {
      method: "POST",
      headers: { accept: "application/sparql-results+json", "content-type": "application/sparql-query" },
      body: query,
      signal: AbortSignal.timeout(20_000),
    });
    const { results } = await response.json();
    return results.bindings.filter((row) => row.term.type === "uri").map((row) => row.term.value).sort();
  } catch (error) {
    console.warn("Completion has no terms from the store:", error.message);
    return [];
  }
}

/** What begins with the text comes first, what merely holds it in the local name after. */
function matching(terms, text) {
  if (!text) return terms.slice(0, MOST);
  const low = text.toLowerCase();
  const begins = terms.filter((term) => term.toLowerCase().startsWith(low));
  if (/^[a-z]+:\/\//i.test(text)) return begins.slice(0, MOST);
  const holds = terms.filter((term) => term.split(/[/#]/).pop().toLowerCase().includes(low));
  return [...begins, ...holds].slice(0, MOST);
}
