import { page } from "./html.mjs";

const CATALOGUE = [
  ["actor", "Actor", [
    ["actor/degree", "Degree", "Which actors have most partners?", "researcher manager"],
    ["actor/ego-network", "Ego network", "Who stands around this actor, and who of them knows whom?", "manager"],
  ]],
  ["cluster", "Cluster", [
    ["cluster/activity-coverage", "Activity coverage", "Which of the eight activities does each cluster carry out, and with what outcomes?", "manager policy"],
    ["cluster/ei-index", "E-I index", "Does the group look outward or inward: do its ties leave it more than they stay?", "researcher manager"],
    ["cluster/location-quotient", "Location quotient", "In which cluster categories is the region more specialised than the country?", "researcher manager policy"],
    ["cluster/members-by-kind", "Members by kind", "Of what kinds of actors does each group consist?", "manager policy"],
    ["cluster/profile", "Profile", "What is known of this cluster?", "researcher manager policy"],
    ["cluster/strong", "Strong clusters", "Which clusters of the region pass all four thresholds of strength?", "policy"],
  ]],
  ["gap", "Gap", [["gap/systemic", "Systemic gaps", "Where is a link missing: no partner of a sphere, no tie abroad, no tie at all?", "policy"]]],
  ["knowledge", "Knowledge", [["knowledge/flow", "Knowledge flow", "Which kinds of knowledge travel by which channels?", "researcher"]]],
  ["linkage", "Linkage", [
    ["linkage/direction", "Direction", "How many linkages lead from developed to emerging economies, and back?", "researcher policy"],
    ["linkage/reach", "Reach", "With which countries is the group linked, and how strongly?", "researcher manager policy"],
  ]],
  ["theory", "Theory", [["theory/claims", "Claims", "What does the literature claim, on what evidence, and which view measures it?", "researcher"]]],
];

const card = ([id, title, question, audience]) => `        <li class="card" data-view="${id}" data-for="${audience}">
          <h3><a href="/views/${id}">${title}</a></h3>
          <p>${question}</p>
          <p class="for">${audience.split(" ").map((who) => `<span class="badge">${who}</span>`).join("")}</p>
        </li>`;

export const gallery = () => page({
  title: "Views",
  current: "/",
  body: `    <h1>Business clusters, and how they learn and link</h1>
    <p class="lead">Who is in a cluster, what its actors know, how they learn, and how they are linked across borders. Each view answers one question, as a page, a chart, a table and a file.</p>
    <div class="gallery-tools" hidden>
      <div class="field">
        <label for="filter">Find a view</label>
        <input id="filter" type="search" placeholder="for instance: countries">
      </div>
      <fieldset class="audience">
        <legend>For</legend>
        <label><input type="checkbox" value="researcher"> researchers</label>
        <label><input type="checkbox" value="manager"> cluster managers</label>
        <label><input type="checkbox" value="policy"> policy makers</label>
      </fieldset>
      <span role="status" class="note"></span>
    </div>
${CATALOGUE.map(([aspect, title, views]) => `    <section class="aspect" id="${aspect}" aria-labelledby="${aspect}-title">
      <h2 id="${aspect}-title">${title}</h2>
      <ul class="cards">
${views.map(card).join("\n")}
      </ul>
    </section>`).join("\n")}`,
});

const panel = (view, title, question, source) => `      <section class="panel" data-view-src="${source}" aria-labelledby="panel-${view.replace("/", "-")}">
        <h2 id="panel-${view.replace("/", "-")}"><a href="/views/${view}?group=http%3A%2F%2Fpublications.europa.eu%2Fresource%2Fauthority%2Fcountry%2FDEU">${title}</a></h2>
        <p class="question">${question}</p>
        <div class="panel-body"><noscript><p class="status">Open the view to see its figures.</p></noscript></div>
      </section>`;

export const entity = () => page({
  title: "Stuttgart cars",
  body: `    <p class="crumbs"><a href="/">Views</a> / entity</p>
    <h1>Stuttgart cars</h1>
    <p class="iri">https://w3id.org/milieu/id/cluster/stuttgart-cars</p>
    <ul class="types"><li><a class="badge" href="/ontology/Cluster">Cluster</a></li><li><a class="badge" href="/ontology/Group">Group</a></li></ul>
    <p class="lead">Makers of cars, their suppliers and the research that serves them, around Stuttgart. (Sample text.)</p>
    <ul class="links" aria-label="As data">
      <li>As data</li>
      <li><a href="/id/cluster/stuttgart-cars.ttl">Turtle</a></li>
      <li><a href="/id/cluster/stuttgart-cars.jsonld">JSON-LD</a></li>
      <li><a href="/id/cluster/stuttgart-cars.nt">N-Triples</a></li>
    </ul>

    <div class="panels">
${panel("linkage/reach", "Reach", "With which countries is the group linked, and how strongly?", "sample/reach-bar.json")}
${panel("cluster/members-by-kind", "Members by kind", "Of what kinds of actors does each group consist?", "sample/stacked.json")}
${panel("actor/ego-network", "Ego network", "Who stands around this actor, and who of them knows whom?", "sample/network.json")}
${panel("cluster/profile", "Profile", "What is known of this cluster?", "sample/missing.json")}
    </div>

    <h2>What is said of it</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="What is said of it">
      <table class="properties">
        <tbody>
          <tr><th scope="row"><a href="/ontology/locatedIn">located in</a></th><td><ul><li><a href="/entity?iri=http%3A%2F%2Fdata.europa.eu%2Fnuts%2Fcode%2FDE11">Stuttgart (DE11)</a></li></ul></td></tr>
          <tr><th scope="row"><a href="/ontology/inCountry">in country</a></th><td><ul><li><a href="/entity?iri=http%3A%2F%2Fpublications.europa.eu%2Fresource%2Fauthority%2Fcountry%2FDEU">Germany</a></li></ul></td></tr>
          <tr><th scope="row"><a href="/ontology/specialisesIn">specialises in</a></th><td><ul><li><a href="/entity?iri=http%3A%2F%2Fdata.europa.eu%2Fux2%2Fnace2%2F2910">Manufacture of motor vehicles</a></li></ul></td></tr>
          <tr><th scope="row"><a href="/entity?iri=http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label">label</a></th><td><ul><li>Stuttgart cars<span class="lang">en</span></li><li>Automobil-Cluster Stuttgart<span class="lang">de</span></li></ul></td></tr>
        </tbody>
      </table>
    </div>
    <h2>Where it is mentioned</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Where it is mentioned">
      <table class="properties">
        <tbody>
          <tr><th scope="row"><a href="/ontology/manages">manages</a> of</th><td><ul><li><a href="/id/cluster-organisation/sample">A cluster organisation</a></li></ul><p class="note"><a href="/search?q=stuttgart">and 12 more</a></p></td></tr>
        </tbody>
      </table>
    </div>`,
});

export const sparql = () => page({
  title: "SPARQL",
  current: "/sparql",
  editor: true,
  body: `    <h1>SPARQL</h1>
    <p class="note">Queries read the union of all named graphs. <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Ctrl</kbd> <kbd>Space</kbd> completes, <kbd>Esc</kbd> stops.</p>
    <form id="sparql" method="post" action="/sparql" data-prefixes="/prefixes.json" data-examples="/sparql/examples.json">
      <label for="query" class="sr">Query</label>
      <textarea id="query" name="query" spellcheck="false" rows="16"></textarea>
      <div class="query-bar">
        <div class="buttons"><button class="primary">Run</button></div>
        <div class="field" id="examples" hidden></div>
      </div>
    </form>
    <div id="sparql-results" aria-live="polite"></div>`,
});

export const ontology = () => page({
  title: "Ontology",
  current: "/ontology",
  body: `    <h1>Ontology</h1>
    <p class="lead">The words of the field as classes, properties and schemes, each with its definition and source.</p>
    <ul class="links" aria-label="As data"><li>As data</li><li><a href="/ontology.ttl">Turtle</a></li><li><a href="/ontology.jsonld">JSON-LD</a></li></ul>
    <h2 id="classes">Classes</h2>
    <ul class="results">
      <li><a href="/ontology/Actor">Actor</a><p>A person or organisation that takes part in a cluster or in a linkage.</p></li>
      <li><a href="/ontology/Cluster">Cluster</a><p>A geographical concentration of specialised firms with skilled labour and, close by, supporting institutions.</p></li>
      <li><a href="/ontology/Linkage">Linkage</a><p>A tie of some duration between two or more actors.</p></li>
    </ul>
    <h2 id="properties">Properties</h2>
    <ul class="results"><li><a href="/ontology/hasEnd">has end</a><p>Leads from a linkage to an actor that it ties.</p></li></ul>`,
});

export const term = () => page({
  title: "Linkage",
  current: "/ontology",
  body: `    <p class="crumbs"><a href="/ontology">Ontology</a> / class</p>
    <h1>Linkage</h1>
    <p class="iri">https://w3id.org/milieu/ontology#Linkage</p>
    <p class="lead">A tie of some duration between two or more actors, along which goods, money, knowledge, technology or labour may flow. (Sample text.)</p>
    <dl class="term">
      <dt>Kind</dt><dd>class</dd>
      <dt>Narrower</dt><dd><a href="/ontology/InternationalLinkage">International linkage</a></dd>
      <dt>Properties</dt><dd><a href="/ontology/hasEnd">has end</a>, <a href="/ontology/leadsFrom">leads from</a>, <a href="/ontology/leadsTo">leads to</a></dd>
      <dt>Source</dt><dd>Bathelt, Malmberg &amp; Maskell 2004</dd>
      <dt>Example</dt><dd><div class="code"><pre tabindex="0"><code>id:linkage/h2020/193180 a milieu:Linkage ;
    milieu:hasEnd id:actor/pic/963318447 , id:actor/pic/951386574 .</code></pre></div></dd>
      <dt>In use</dt><dd>31,451 things. <a href="/sparql#query=SELECT+*+WHERE+%7B+%3Flinkage+a+%3Chttps%3A%2F%2Fw3id.org%2Fmilieu%2Fontology%23Linkage%3E+%7D+LIMIT+100">List them</a></dd>
    </dl>`,
});

export const search = () => page({
  title: "stuttgart",
  body: `    <h1>“stuttgart”</h1>
    <p class="note">3 things whose label holds every word.</p>
    <ul class="results">
      <li><a href="/id/cluster/stuttgart-cars"><mark>Stuttgart</mark> cars</a><p>Cluster, Germany</p></li>
      <li><a href="/id/actor/pic/999974846">UNIVERSITY OF <mark>STUTTGART</mark></a><p>Actor, higher education, Germany</p></li>
      <li><a href="/entity?iri=http%3A%2F%2Fdata.europa.eu%2Fnuts%2Fcode%2FDE111"><mark>Stuttgart</mark>, Stadtkreis</a><p>Region DE111</p></li>
    </ul>
    <ul class="links"><li>1 to 3 of 3</li></ul>`,
});

export const problem = () => page({
  title: "Not found",
  body: `    <h1>Nothing is known by this name</h1>
    <div class="problem" role="alert">
      <strong>404 Not found</strong>
      <p>The store holds no statement about <code>https://w3id.org/milieu/id/cluster/stutgart-cars</code>.</p>
    </div>
    <p>Try <a href="/search?q=stutgart+cars">a search</a>, or go back to <a href="/">the views</a>.</p>`,
});
