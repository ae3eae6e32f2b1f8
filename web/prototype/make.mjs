// Writes the prototypes: `node prototype/make.mjs`. Each shows the markup that the server is to send, on sample figures.
import { readFile, readdir, writeFile } from "node:fs/promises";
import * as pages from "./pages.mjs";
import { field, viewPage } from "./view.mjs";

const here = new URL("./", import.meta.url);

const COUNTRIES = [["", "all"], ["http://publications.europa.eu/resource/authority/country/DEU", "Germany"], ["http://publications.europa.eu/resource/authority/country/ITA", "Italy"]];
const FIELDS = {
  "location-quotient": [
    { name: "region", label: "Region", help: "A state of the United States.", value: "https://w3id.org/milieu/id/region/us/26", choices: [["https://w3id.org/milieu/id/region/us/01", "Alabama"], ["https://w3id.org/milieu/id/region/us/26", "Michigan"]] },
    { name: "year", label: "Year", help: "Between 1998 and 2016.", value: "2016", standard: "2016", type: "number", narrow: true },
    { name: "least", label: "At least", help: "Leave out smaller location quotients.", type: "number", narrow: true, value: "-1", wrong: "A number that is not negative is expected." },
    { name: "category", label: "Category holds", help: "Words of the category's label." },
  ],
};
const GROUP = [{ name: "group", label: "Group", help: "A cluster, a region or a country.", value: COUNTRIES[1][0], choices: COUNTRIES }];

const SPARQL = `PREFIX milieu: <https://w3id.org/milieu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# Sample text, for the look of the page only.
SELECT ?country (COUNT(DISTINCT ?linkage) AS ?linkages) (SUM(?tie) AS ?weight) WHERE {
  ?linkage milieu:hasEnd ?inside , ?outside ; milieu:tieWeight ?tie .
  ?inside milieu:belongsTo ?group .
  ?outside milieu:inCountry ?country .
  FILTER NOT EXISTS { ?outside milieu:belongsTo ?group }
}
GROUP BY ?country
ORDER BY DESC(?weight) ?country
`;

for (const [name, make] of Object.entries(pages)) await writeFile(new URL(`${name}.html`, here), make());
for (const file of (await readdir(new URL("sample/", here))).sort()) {
  const name = file.replace(/\.json$/, "");
  const result = JSON.parse(await readFile(new URL(`sample/${file}`, here), "utf8"));
  const fields = (FIELDS[name] ?? GROUP).map(field).join("\n");
  await writeFile(new URL(`view-${name}.html`, here), viewPage(result, { fields, sparql: SPARQL }));
}
