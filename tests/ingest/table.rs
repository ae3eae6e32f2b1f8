//! Tables of one's own: what a mapping makes of them, and what it refuses.

use super::support::{one, quads, select};
use milieu::Store;
use milieu::ingest::mapping::{Mapping, MappingError, suggest};
use milieu::ingest::{Load, LoadError};
use std::path::Path;

const FIRMS: &str = "graph: firms
id: id:actor/firms/{vat|slug}
class: milieu:Actor
columns:
  vat: { property: dct:identifier }
  name: { property: rdfs:label, lang: en, required: true }
  country: { property: milieu:inCountry, as: country }
  region: { property: milieu:locatedIn, as: nuts }
  kind: { property: org:classification, as: concept, scheme: actor-kind }
  staff: { property: schema:numberOfEmployees, as: integer }
  revenue: { property: schema:revenue, as: decimal, unit: EUR }
  since: { property: schema:startDate, as: date }
  founded: { property: schema:foundingDate, as: year }
  page: { property: foaf:homepage, as: iri }
  sme: { as: class }
";

/// What is broken: the line, its column, the value, and what is told to be expected.
const BROKEN: [(u64, &str, &str, &str); 10] = [
    (17, "staff", "a dozen", "a whole number"),
    (103, "country", "Atlantis", "a country"),
    (200, "region", "DE999", "a NUTS code"),
    (333, "kind", "startup", "a concept of actor-kind"),
    (404, "since", "2023-02-30", "a day"),
    (512, "founded", "19", "a year"),
    (640, "page", "not a page", "a whole IRI"),
    (777, "revenue", "1.000.000 EUR", "a number"),
    (888, "name", "", "no value where one is needed"),
    (1_001, "vat", "", "part of an identifier"),
];

/// 1,000 rows, of which ten are broken.
fn thousand() -> String {
    let header = ["vat", "name", "country", "region", "kind", "staff", "revenue", "since", "founded", "page", "sme"];
    let mut text = header.join(",") + "\n";
    for line in 2..=1_001_u64 {
        let mut cells: Vec<String> = [
            &format!("BE{line:09}"),
            &format!("Firm {line}"),
            "BE",
            "BE211",
            "PRC",
            &line.to_string(),
            &format!("{line}000.50 EUR"),
            "2019-05-01",
            "1999",
            "https://example.org/",
            "",
        ]
        .map(ToString::to_string)
        .to_vec();
        if let Some((_, column, value, _)) = BROKEN.iter().find(|broken| broken.0 == line) {
            let place = header.iter().position(|name| name == column).expect("a column");
            (*value).clone_into(&mut cells[place]);
        }
        text += &(cells.join(",") + "\n");
    }
    text
}

#[test]
fn ten_broken_rows_of_a_thousand_are_named_and_the_rest_loads() {
    let mapping = Mapping::parse(FIRMS).unwrap();
    let store = Store::new();
    let report = Load::new(&store).table_bytes("firms.csv", thousand(), &mapping).unwrap();
    assert_eq!((report.rows_read, report.rows_refused), (1_000, 10));
    for (refused, (line, column, value, expected)) in report.refused.iter().zip(BROKEN) {
        assert_eq!(
            (refused.file.as_str(), refused.line, refused.column.as_deref()),
            ("firms.csv", line, Some(column)),
            "{refused}"
        );
        assert_eq!(refused.value.as_deref().unwrap_or_default(), value, "{refused}");
        assert!(refused.reason.contains(expected), "{refused}");
    }
    let actors =
        one(&store.snapshot(), "SELECT (COUNT(DISTINCT ?a) AS ?n) { GRAPH graph:firms { ?a a milieu:Actor } }");
    assert_eq!(actors, "990");
    // Nothing of a refused row is there, not even its good cells.
    let ask = "SELECT (COUNT(*) AS ?n) { ?a dct:identifier 'BE000000103' }";
    assert_eq!(one(&store.snapshot(), ask), "0");
    // type, identifier, name, country, region, kind, staff, revenue, since, founded, page
    assert_eq!(report.quads, 990 * 11);
    let counted = "SELECT ?read ?refused { ?l a prov:Activity ; milieu:rowsRead ?read ; milieu:rowsRefused ?refused }";
    assert_eq!(select(&store.snapshot(), counted), [["1000", "10"]]);
}

#[test]
fn strict_loads_none_and_the_snapshot_stays() {
    let mapping = Mapping::parse(FIRMS).unwrap();
    let store = Store::new();
    Load::new(&store)
        .table_bytes(
            "firms.csv",
            "vat,name,country,region,kind,staff,revenue,since,founded,page,sme\nBE1,One,BE,,,,,,,,\n",
            &mapping,
        )
        .unwrap();
    let before = (store.snapshot().number(), quads(&store.snapshot()));
    let error = Load::new(&store).strict(true).table_bytes("firms.csv", thousand(), &mapping).unwrap_err();
    assert_eq!(error.to_string(), "10 of 1000 rows of firms.csv are broken, so none was loaded");
    let LoadError::Refused(report) = error else { panic!("not refused") };
    assert_eq!((report.rows_refused, report.refused.len(), report.snapshot), (10, 10, before.0));
    assert_eq!((store.snapshot().number(), quads(&store.snapshot())), before);
}

#[test]
fn a_load_that_is_cancelled_leaves_nothing() {
    struct Impatient(std::sync::atomic::AtomicU64);
    impl milieu::ingest::Progress for Impatient {
        fn advance(&self, rows: u64) {
            self.0.fetch_add(rows, std::sync::atomic::Ordering::Relaxed);
        }
        fn cancelled(&self) -> bool {
            self.0.load(std::sync::atomic::Ordering::Relaxed) >= 512
        }
    }
    let store = Store::new();
    let impatient = Impatient(0.into());
    let error =
        Load::new(&store).progress(&impatient).table_bytes("firms.csv", thousand(), &Mapping::parse(FIRMS).unwrap());
    assert!(matches!(error, Err(LoadError::Cancelled)));
    assert_eq!(impatient.0.into_inner(), 512);
    assert!(store.snapshot().is_empty());
}

fn members() -> Store {
    let store = Store::new();
    let mapping = Mapping::open(Path::new("examples/data/members.mapping.yaml")).unwrap();
    Load::new(&store).strict(true).table(Path::new("examples/data/members.csv"), &mapping).unwrap();
    store
}

#[test]
fn the_example_says_what_its_rows_say() {
    let snapshot = members().snapshot();
    let thing = "SELECT ?p ?o { GRAPH graph:members { <https://w3id.org/milieu/id/actor/members/el090000001> ?p ?o } } ORDER BY ?p ?o";
    let rows = select(&snapshot, thing);
    let expected = [
        ["dct:identifier", "EL090000001"],
        ["schema:foundingDate", "2010"],
        ["schema:knowsAbout", "https://w3id.org/milieu/id/topic/engines"],
        ["schema:numberOfEmployees", "18"],
        ["schema:revenue", "1500000"],
        ["rdf:type", "milieu:Actor"],
        ["rdfs:label", "Thalassa Systems"],
        ["org:classification", "actor-kind:small-or-medium-firm"],
        ["foaf:homepage", ""],
        ["milieu:cityName", "Athens"],
        ["milieu:inCountry", "country:GRC"],
        ["milieu:locatedIn", "nuts:EL303"],
    ];
    for [property, value] in expected {
        let found = rows.iter().find(|row| row[0] == property).map_or("", |row| row[1].as_str());
        assert_eq!(found, value, "{property}");
    }
    let clusters = "SELECT ?name (COUNT(DISTINCT ?a) AS ?n) { ?c a milieu:Cluster ; rdfs:label ?name . ?a milieu:belongsTo ?c } GROUP BY ?name ORDER BY ?name";
    assert_eq!(select(&snapshot, clusters), [["Alder Valley", "7"], ["Birch Bay", "7"], ["Cedar Coast", "4"]]);
    let abroad = "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a milieu:InternationalLinkage ; milieu:hasLinkageKind linkage-kind:supply }";
    // andes -> NO, tonnellerie -> CL, skogsteknik -> DE, thalassa -> NO
    assert_eq!(one(&snapshot, abroad), "4");
    assert_eq!(
        one(&snapshot, "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a milieu:Linkage ; milieu:carriesFlow flow:goods }"),
        "10"
    );
    let before = quads(&snapshot);
    assert_eq!(quads(&members().snapshot()), before, "the same rows mean the same things");
}

#[test]
fn a_suggested_mapping_works_when_fed_back() {
    let table = Path::new("examples/data/members.csv");
    let suggested = suggest(table).unwrap();
    let yaml = suggested.to_yaml();
    assert!(yaml.contains("  # tells the rows apart; 25 different values, 0 empty; \"DE100000001\""), "{yaml}");
    let store = Store::new();
    let report = Load::new(&store).strict(true).table(table, &Mapping::parse(&yaml).unwrap()).unwrap();
    assert_eq!((report.rows_read, report.graph), (25, milieu::vocab::graph("members")));
    let properties =
        "SELECT ?p (COUNT(*) AS ?n) { GRAPH graph:members { ?s a milieu:Actor ; ?p ?o } } GROUP BY ?p ORDER BY ?p";
    let rows = select(&store.snapshot(), properties);
    for (property, count) in [
        ("dct:identifier", "25"),
        ("rdfs:label", "25"),
        ("org:classification", "25"),
        ("milieu:inCountry", "25"),
        ("milieu:locatedIn", "19"),
        ("milieu:cityName", "25"),
        ("schema:numberOfEmployees", "25"),
        ("foaf:homepage", "10"),
    ] {
        assert!(rows.iter().any(|row| row[0] == property && row[1] == count), "{property} {count}: {rows:?}\n{yaml}");
    }
}

#[test]
fn rows_that_are_linkages() {
    let yaml = "graph: ties
base: https://example.org/
linkages:
  - { from: '{from}', to: '{to}', kind: '{kind}', constants: { milieu:strength: '{strength}', milieu:usesChannel: channel:event } }
  - { ends: ['{from}', '{to}', 'c'], kind: networking }
";
    let store = Store::new();
    let table = "from;to;kind;strength\na;b;supply;3\na;b;Trade;1\nb;b;trade;1\na;c;barter;1\n;c;trade;1\n";
    let report = Load::new(&store).table_bytes("ties.csv", table, &Mapping::parse(yaml).unwrap()).unwrap();
    let told: Vec<String> = report.refused.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0], "ties.csv:4: the linkage leads from <https://example.org/b> to itself");
    assert!(
        told[1].starts_with("ties.csv:5: column \"kind\": value \"barter\": expected a concept of linkage-kind: "),
        "{told:?}"
    );
    assert_eq!(told[2], "ties.csv:6: column \"from\": empty, but it is part of an identifier");
    let kinds =
        "SELECT ?k (COUNT(?l) AS ?n) { ?l a milieu:Linkage ; milieu:hasLinkageKind ?k } GROUP BY ?k ORDER BY ?k";
    assert_eq!(
        select(&store.snapshot(), kinds),
        [["linkage-kind:networking", "1"], ["linkage-kind:supply", "1"], ["linkage-kind:trade", "1"]]
    );
    assert_eq!(
        one(
            &store.snapshot(),
            "SELECT (COUNT(*) AS ?n) { ?l milieu:leadsFrom <https://example.org/a> ; milieu:usesChannel channel:event }"
        ),
        "2"
    );
}

#[test]
fn terms_that_are_not_known_are_refused_with_the_nearest() {
    let wrong = |yaml: &str| Mapping::parse(&format!("graph: g\nid: 'id:a/{{x}}'\n{yaml}\n")).unwrap_err().to_string();
    let cases = [
        ("class: milieu:Clusster", "class: milieu:Clusster is no class that is known; nearest: milieu:Cluster"),
        ("class: milieu:inCountry", "class: milieu:inCountry is no class that is known"),
        (
            "columns: { a: { property: milieu:inContry, as: country } }",
            "column a: milieu:inContry is no property that is known; nearest: milieu:inCountry",
        ),
        ("columns: { a: { property: https://example.org/p } }", "https://example.org/p is no property that is known"),
        (
            "columns: { a: { property: org:classification, as: concept, scheme: actor-kinds } }",
            "actor-kinds is no scheme that is known; nearest: actor-kind",
        ),
        (
            "constants: { org:classification: actor-kind:universty }",
            "actor-kind:universty is no concept that is known; nearest: university",
        ),
        (
            "linkages: [ { from: '@row', to: 'id:b', kind: suply } ]",
            "suply is no concept that is known; nearest: supply",
        ),
        ("linkages: [ { from: '@row', kind: supply } ]", "a linkage has from and to, or two or more ends"),
        ("columns: { a: { as: integer } }", "column a: say by which property, or that it is ignored"),
        ("columns: { a: { property: rdfs:label, as: link } }", "a link needs a template"),
        ("columns: { a: { property: rdfs:label, as: number } }", "not of the form it should be"),
        ("colums: { a: ignored }", "not of the form it should be"),
        (
            "columns: { a: { property: rdfs:label, as: link, template: 'nowhere:{a}' } }",
            "prefix nowhere:, which is not known",
        ),
    ];
    for (yaml, expected) in cases {
        let error = wrong(yaml);
        assert!(error.contains(expected), "{yaml}\n  {error}\n  {expected}");
    }
    // Under a prefix of its own a mapping may use what it likes.
    Mapping::parse("graph: g\nprefixes: { x: 'https://example.org/' }\nid: 'x:{a}'\nclass: x:Thing\ncolumns: { a: { property: x:p } }").unwrap();
}

#[test]
fn json_lines_and_tabs_say_the_same() {
    let mapping = Mapping::parse("graph: g\nid: 'id:a/{n}'\nclass: milieu:Actor\ncolumns: { staff: { property: schema:numberOfEmployees, as: integer } }").unwrap();
    let tables = [
        ("t.csv", "n,staff\nA,1\nB,\n"),
        ("t.tsv", "n\tstaff\nA\t1\nB\t\n"),
        ("t.jsonl", "{\"n\": \"A\", \"staff\": 1}\n{\"n\": \"B\", \"staff\": null}\n"),
    ];
    let loaded = tables.map(|(name, text)| {
        let store = Store::new();
        Load::new(&store).strict(true).table_bytes(name, text, &mapping).unwrap();
        quads(&store.snapshot())
    });
    assert_eq!(loaded[0].len(), 3);
    assert_eq!((&loaded[1], &loaded[2]), (&loaded[0], &loaded[0]));
}

#[test]
fn columns_have_to_fit_the_table() {
    let mapping = Mapping::parse("graph: g\nid: 'id:a/{nam}'\nclass: milieu:Actor").unwrap();
    let load = |mapping| Load::new(&Store::new()).table_bytes("t.csv", "name,age\nA,1\n", mapping).unwrap_err();
    let LoadError::Mapping(MappingError::UnknownColumn { column, nearest, .. }) = load(&mapping) else {
        panic!("known")
    };
    assert_eq!((column.as_str(), nearest[0].as_str()), ("nam", "name"));
    let mapping = Mapping::parse("graph: g\nid: 'id:a/{name}'\nclass: milieu:Actor").unwrap();
    let error = load(&mapping).to_string();
    assert_eq!(error, "the mapping says nothing of age; map each, or say it is ignored");
}

#[test]
fn regions_of_an_earlier_edition_know_what_they_are_part_of() {
    let mapping = Mapping::parse(
        "graph: g\nid: 'id:a/{n}'\nclass: milieu:Actor\ncolumns: { r: { property: milieu:locatedIn, as: nuts } }",
    )
    .unwrap();
    let store = Store::new();
    let gone = milieu::source::shipped::nuts_changes()
        .find(|change| change.level == 3 && change.code_2021.is_some() && change.code_2024.is_none());
    let code = gone.and_then(|change| change.code_2021).expect("a region that ended");
    Load::new(&store).strict(true).table_bytes("t.csv", format!("n,r\n1,{code}\n2,{code}\n"), &mapping).unwrap();
    let region = select(
        &store.snapshot(),
        "SELECT ?code ?level ?note { ?r a milieu:Region ; skos:notation ?code ; milieu:nutsLevel ?level ; skos:scopeNote ?note } ORDER BY DESC(?level)",
    );
    assert_eq!(region[0], [code.as_str(), "3", "Region of a NUTS edition before 2024."]);
}
