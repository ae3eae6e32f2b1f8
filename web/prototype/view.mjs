import { embed, escape, page, table } from "./html.mjs";

const FOR = { researcher: "researcher", manager: "manager", policy: "policy" };

export function viewPage(result, { fields, sparql }) {
  const [aspect] = result.view.split("/");
  const address = `/views/${result.view}`;
  const query = new URLSearchParams(result.parameters).toString();
  const file = (ending) => `${address}.${ending}${query ? `?${query}` : ""}`;
  const full = `http://127.0.0.1:7878${file("csv")}`;
  const chart = result.chart.kind === "none" ? "" : `\n    <figure class="chart" data-chart>\n      <figcaption>${escape(result.title)}</figcaption>\n      <noscript>The chart needs JavaScript; the table below holds the same figures.</noscript>\n    </figure>\n`;
  const body = `    <p class="crumbs"><a href="/">Views</a> / <a href="/#${aspect}">${aspect}</a></p>
    <h1>${escape(result.title)}</h1>
    <p class="lead">${escape(result.question)}</p>
    <p class="for">${Object.keys(FOR).map((who) => `<span class="badge">${who}</span>`).join(" ")}</p>

    <form class="parameters" method="get" action="${address}">
${fields}
      <div class="buttons"><button class="primary" data-label="Show">Show</button><a class="button" href="${address}">Reset</a></div>
    </form>

    <p class="lead" id="sentence">${escape(result.sentence || "")}</p>
    <p class="provenance">From snapshot 7 (<code>3f9c1e7ab20d</code>), view <code>a41be02c</code>; ${result.rows.length} rows; answered in 4 ms. Rows without a value are left out. Sample figures, for the look of the page only.</p>
${chart}
${table(result)}
    <ul class="links" aria-label="Download">
      <li>Download</li>
      <li><a href="${file("csv")}" download>CSV</a></li>
      <li><a href="${file("tsv")}" download>TSV</a></li>
      <li><a href="${file("json")}" download>JSON</a></li>
      <li><a href="${file("ttl")}" download>Turtle</a></li>
    </ul>

    <h2>How it is computed</h2>
    <details>
      <summary>SPARQL of this view</summary>
      <div class="code"><pre tabindex="0"><code>${escape(sparql)}</code></pre></div>
      <p><a href="/sparql#${escape(new URLSearchParams({ query: sparql }).toString())}">Open it in the editor</a></p>
    </details>
    <details>
      <summary>Definitions of the columns</summary>
      <dl class="term">
${result.columns.map(({ title, definition }) => `        <dt>${escape(title)}</dt><dd>${escape(definition || "–")}</dd>`).join("\n")}
      </dl>
    </details>

    <h2>Use it elsewhere</h2>
    <details>
      <summary>curl</summary>
      <div class="code"><pre tabindex="0"><code>curl '${escape(full)}'</code></pre></div>
    </details>
    <details>
      <summary>Python</summary>
      <div class="code"><pre tabindex="0"><code>import pandas
table = pandas.read_csv("${escape(full)}")</code></pre></div>
    </details>
    <details>
      <summary>R</summary>
      <div class="code"><pre tabindex="0"><code>table &lt;- read.csv("${escape(full)}")</code></pre></div>
    </details>
${embed(result)}`;
  return page({ title: result.title, body });
}

/** One field of a form. Every kind of parameter: a list of choices, a text, a number. */
export function field({ name, label, help, value = "", standard = "", choices, type = "text", wrong, narrow }) {
  const about = [help && `${name}-help`, wrong && `${name}-wrong`].filter(Boolean).join(" ");
  const shared = `id="${name}" name="${name}" data-default="${escape(standard)}"${about ? ` aria-describedby="${about}"` : ""}${wrong ? ' aria-invalid="true"' : ""}`;
  const control = choices
    ? `<select ${shared}>\n${choices.map(([key, text]) => `          <option value="${escape(key)}"${key === value ? " selected" : ""}>${escape(text)}</option>`).join("\n")}\n        </select>`
    : `<input ${shared} type="${type}" value="${escape(value)}">`;
  return `      <div class="field${narrow ? " narrow" : ""}">
        <label for="${name}">${escape(label)}</label>
        ${control}${wrong ? `\n        <span class="wrong" id="${name}-wrong">${escape(wrong)}</span>` : ""}${help ? `\n        <span class="help" id="${name}-help">${escape(help)}</span>` : ""}
      </div>`;
}
