//! Pages and data of views, things and words over real HTTP.
#![cfg(feature = "http")]

#[path = "support/server.rs"]
mod server;

use milieu::Store;
use milieu::face::http::Settings;
use milieu::sparql::{self, QueryOptions};
use milieu::view::Catalogue;
use server::{Server, encode};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[test]
fn every_view_in_every_format() {
    let server = Server::shared();
    let list = server.get("/views", "").ok("application/json").json();
    let ids: Vec<_> = list.as_array().unwrap().iter().map(|view| view["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), Catalogue::shipped().iter().count());
    assert!(ids.len() >= 12, "{ids:?}");
    for id in ids {
        let json = server.get(&format!("/views/{id}"), "application/json").ok("application/json").json();
        let columns: Vec<_> =
            json["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect();
        let rows = json["rows"].as_array().unwrap().len();
        assert_eq!(json["view"], id.as_str());
        let snapshot = server.store.snapshot();
        assert_eq!(json["snapshot"]["hash"], snapshot.hash());

        let csv = server.get(&format!("/views/{id}.csv"), "").ok("text/csv").text;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), columns, "{id}");
        assert_eq!(reader.records().collect::<Result<Vec<_>, _>>().unwrap().len(), rows, "{id}");
        let tsv = server.get(&format!("/views/{id}?format=tsv"), "").ok("text/tab-separated-values").text;
        assert_eq!(tsv.lines().count(), rows + 1, "{id}");
        let lines = server.get(&format!("/views/{id}.jsonl"), "").ok("application/jsonl").text;
        assert_eq!(lines.lines().count(), rows, "{id}");

        let page = server.get(&format!("/views/{id}"), BROWSER).ok("text/html").text;
        assert_eq!(page.matches("<tr><td").count(), rows, "{id}");
        assert!(page.contains("id=\"result\"") && page.contains("SPARQL of this view"), "{id}");
        assert_eq!(page.matches("<details>").count(), 7, "{id}");
        assert!(server.get("/", "").ok("text/html").text.contains(&format!("href=\"/views/{id}\"")), "{id}");
    }
}

#[test]
fn parameters_of_a_view() {
    let server = Server::shared();
    let one = server.get("/views/cluster/profile?cluster=Birch+Bay", "application/json").ok("application/json").json();
    assert!(!one["rows"].as_array().unwrap().is_empty());
    assert!(one["rows"].as_array().unwrap().iter().all(|row| row[0]["label"] == "Birch Bay"), "{one}");
    let page = server.get("/views/cluster/profile?cluster=Birch+Bay", BROWSER).ok("text/html").text;
    assert!(page.contains("selected>Birch Bay</option>"), "{page}");
    assert!(page.contains("/views/cluster/profile.csv?cluster=Birch%20Bay"), "the download keeps the parameters");
}

#[test]
fn wrong_parameters_are_told_where_they_are() {
    let server = Server::shared();
    for wrong in ["cluster=Nowhere", "colour=red"] {
        server.get(&format!("/views/cluster/profile.json?{wrong}"), "").problem(400);
    }
    let page = server.get("/views/cluster/profile?cluster=%3Cscript%3E", BROWSER);
    assert_eq!((page.status, page.media.as_str()), (400, "text/html"));
    assert!(page.text.contains("id=\"cluster-wrong\"") && page.text.contains("aria-invalid=\"true\""), "{}", page.text);
    assert!(!page.text.contains("<script>") && page.text.contains("&lt;script&gt;"));
    let page = server.get("/views/cluster/profile?colour=red", BROWSER);
    assert!(page.status == 400 && page.text.contains("role=\"alert\""), "{}", page.text);
    assert!(server.get("/views/cluster/profil", "").problem(404)["detail"].to_string().contains("cluster/profile"));
    server.get("/views/cluster/profile?format=pdf", "").problem(400);
    server.get("/views/cluster/profile", "image/png").problem(406);
}

#[test]
fn a_thing_as_page_and_as_data() {
    let server = Server::shared();
    let path = "/id/toy/actor/alder-university";
    let page = server.get(path, BROWSER).ok("text/html");
    assert!(page.header("vary").contains("Accept"));
    for part in [
        "<h1>Alder University</h1>",
        "href=\"/entity?iri=http://data.europa.eu/nuts/code/DE111\"",
        "is located in",
        "glue licence",
        "The toy world",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    for (media, ending) in [
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
    ] {
        let format = milieu::io::RdfFormat::from_media_type(media).unwrap();
        for answer in [server.get(path, media), server.get(&format!("{path}.{ending}"), "")] {
            let answer = answer.ok(media);
            let quads = milieu::io::RdfParser::from_format(format).for_slice(answer.text.as_bytes());
            let quads = quads.collect::<Result<Vec<_>, _>>().unwrap();
            let iri = "<https://w3id.org/milieu/id/toy/actor/alder-university>";
            assert!(quads.iter().any(|quad| quad.subject.to_string() == iri), "{media}: what it says");
            assert!(quads.iter().any(|quad| quad.object.to_string() == iri), "{media}: what others say of it");
        }
    }
    let by_iri = format!("/entity?iri={}", encode("https://w3id.org/milieu/id/toy/actor/alder-university"));
    assert!(server.get(&by_iri, BROWSER).ok("text/html").text.contains("<h1>Alder University</h1>"));
    server.get(&format!("{by_iri}&format=nt"), BROWSER).ok("application/n-triples");
    server.get("/id/toy/actor/nobody", "text/turtle").problem(404);
    server.get("/entity?iri=nothing", "").problem(400);
    server.get("/entity", "").problem(400);
    server.get(path, "image/png").problem(406);
    let missing = server.get("/id/toy/actor/nobody", BROWSER);
    assert_eq!((missing.status, missing.media.as_str()), (404, "text/html"));
    assert!(missing.text.contains("/search?q=nobody"), "{}", missing.text);
}

#[test]
fn panels_come_from_the_headers_of_views() {
    let server = Server::shared();
    let cluster = server.get("/id/toy/cluster/birch-bay", BROWSER).ok("text/html").text;
    let country = server
        .get(
            &format!("/entity?iri={}", encode("http://publications.europa.eu/resource/authority/country/NOR")),
            BROWSER,
        )
        .text;
    for view in Catalogue::shipped().iter() {
        let takes = |class: &str| {
            view.header().params.iter().any(|parameter| parameter.class.iter().any(|known| known == class))
        };
        let source = format!("data-view-src=\"/views/{}?", view.id().as_str());
        assert_eq!(cluster.contains(&source), takes("milieu:Cluster"), "{} on a cluster", view.id().as_str());
        assert_eq!(country.contains(&source), takes("milieu:Country"), "{} on a country", view.id().as_str());
    }
    // What a panel asks for is there.
    let source = cluster.split("data-view-src=\"").nth(1).unwrap().split('"').next().unwrap();
    server.get(source, "application/json").ok("application/json");
}

#[test]
fn labels_never_become_html() {
    let store = Store::new();
    let evil = "INSERT DATA { GRAPH graph:evil { \
        <https://w3id.org/milieu/id/evil> a milieu:Cluster ; rdfs:label '<script>alert(1)</script>\"onload=\"x'@en ; skos:definition '</p><img src=x>' . \
        <https://w3id.org/milieu/id/actor> a milieu:Actor ; rdfs:label '</script><b>'@en ; milieu:belongsTo <https://w3id.org/milieu/id/evil> } }";
    sparql::update(&store, evil, &QueryOptions::default()).unwrap();
    let server = Server::over(store, Settings::new());
    for path in [
        "/id/evil",
        "/id/actor",
        "/search?q=script",
        "/search?q=%3Cscript%3E",
        "/views/cluster/profile",
        "/views/actor/degree",
        "/views/cluster/members-by-kind?group_kind=Cluster",
        "/nowhere/%3Cb%3E",
    ] {
        let page = server.get(path, BROWSER);
        assert_eq!(page.media, "text/html", "{path}");
        // Within its element, JSON ends at nothing but "</script", and "<" is escaped there.
        let (html, json) = page.text.split_once("<script type=\"application/json\"").unwrap_or((&page.text, ""));
        for evil in ["<script>", "<b>", "<img", "\"onload"] {
            assert!(!html.contains(evil), "{path} holds {evil}");
        }
        let json = json.split("</script>").next().unwrap_or_default();
        assert!(!json.contains('<'), "{path}: {json}");
    }
    assert!(server.get("/id/evil", BROWSER).text.contains("&lt;script&gt;alert(1)"));
    assert!(server.get("/views/actor/degree", BROWSER).text.contains("\\u003c/script>"), "in the JSON of the chart");
}

#[test]
fn the_words() {
    let server = Server::shared();
    let all = server.get("/ontology", BROWSER).ok("text/html").text;
    for part in ["<li id=\"Linkage\">", "<li id=\"hasEnd\">", "href=\"/scheme/knowledge-type\""] {
        assert!(all.contains(part), "{part}");
    }
    let turtle = server.get("/ontology", "text/turtle").ok("text/turtle").text;
    assert_eq!(server.get("/ontology.ttl", "").ok("text/turtle").text.len(), turtle.len());
    assert!(turtle.contains("milieu:Linkage a owl:Class"), "{}", &turtle[..500]);
    let term = server.get("/ontology/Linkage", BROWSER).ok("text/html").text;
    assert!(term.contains("InternationalLinkage") && term.contains("hasEnd") && term.contains("10 things"), "{term}");
    server.get("/ontology/hasEnd", "application/ld+json").ok("application/ld+json");
    server.get("/ontology/Linkge", "").problem(404);
    let scheme = server.get("/scheme/knowledge-type", BROWSER).ok("text/html").text;
    assert!(scheme.contains("<li id=\"tacit\">"));
    server.get("/scheme/knowledge-type.ttl", "").ok("text/turtle");
    server.get("/scheme/none", "").problem(404);
}

#[test]
fn search_by_the_beginnings_of_words() {
    let server = Server::shared();
    let found = |q: &str| {
        let json = server.get(&format!("/search?q={}", encode(q)), "").ok("application/json").json();
        json["things"]
            .as_array()
            .unwrap()
            .iter()
            .map(|thing| thing["label"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("BOBLINGEN"), ["Böblingen"]);
    assert_eq!(found("val ald"), ["Alder Valley", "Alder Valley Office"]);
    assert_eq!(found("DE112"), ["Böblingen"]);
    assert!(found("lder").is_empty() && found("  ").is_empty());
    let page = server.get("/search?q=birch", BROWSER).ok("text/html").text;
    assert!(page.contains("<mark>Birch</mark> Bay") && page.contains("value=\"birch\""));
}

#[test]
fn a_query_is_explained_to_programs_and_to_people() {
    let server = Server::shared();
    let query = "SELECT ?cluster { ?cluster a milieu:Cluster } ORDER BY ?cluster";
    let address = format!("/sparql?explain&query={}", encode(query));
    let json = server.get(&address, "").ok("application/json");
    assert!(json.header("milieu-snapshot").starts_with("1 "));
    let json = json.json();
    assert_eq!((&json["answered_by"], &json["rows"]), (&"columns".into(), &3.into()));
    assert_eq!(json["plan"][0]["text"], "match ?cluster a milieu:Cluster by object");
    let form = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let posted = server.post("/sparql", &form, &format!("explain=&query={}", encode(query))).json();
    assert_eq!(posted["plan"][1]["text"], json["plan"][1]["text"]);
    assert!(server.get(&address, "text/plain").ok("text/plain").text.contains("\nsort by ?cluster  "));
    assert!(server.get(&format!("{address}&format=text"), BROWSER).ok("text/plain").text.contains("expected"));

    let page = server.get(&address, BROWSER).ok("text/html").text;
    assert!(page.contains("name=\"explain\"") && page.contains("Answered over columns."), "{page}");
    assert!(page.contains("<code>sort by ?cluster</code>") && page.contains("ORDER BY ?cluster</textarea>"), "{page}");
    // A way is a step within a step.
    let union = encode("SELECT * { { ?a a milieu:Cluster } UNION { ?a a milieu:Region } }");
    let page = server.get(&format!("/sparql?explain&query={union}"), BROWSER).ok("text/html").text;
    assert!(page.contains("<td>└\u{2002}<code>way</code></td>"), "{page}");

    let wrong = format!("/sparql?explain&query={}", encode("SELECT * {"));
    assert_eq!(server.get(&wrong, "").problem(400)["line"], 1);
    let refused = server.get(&wrong, BROWSER);
    assert!(refused.status == 400 && refused.text.contains("line 1"), "{}", refused.text);
    server.get(&format!("{address}&format=csv"), "").problem(400);
    server.get(&address, "image/png").problem(406);
}

#[test]
fn what_pages_are_made_of() {
    let server = Server::shared();
    for page in
        ["/", "/views/cluster/profile", "/id/toy/cluster/birch-bay", "/sparql", "/ontology", "/search?q=a", "/nowhere"]
    {
        let page = server.get(page, BROWSER);
        assert!(page.header("content-security-policy").contains("default-src 'none'; script-src 'self'"));
        assert_eq!((page.header("x-content-type-options"), page.header("referrer-policy")), ("nosniff", "no-referrer"));
        assert!(page.text.starts_with("<!DOCTYPE html>") && !page.text.contains("style="));
        for link in page.text.split(['"']).filter(|text| text.starts_with("/assets/") || *text == "/favicon.svg") {
            assert_eq!(server.get(link, "").status, 200, "{link}");
        }
    }
    let style = server.get("/assets/milieu.css", "").ok("text/css");
    let tag = style.header("etag").to_owned();
    assert!(tag.len() > 10);
    let mut again =
        ureq::get(format!("{}/assets/milieu.css", server.base)).header("if-none-match", &tag).call().unwrap();
    assert_eq!((again.status().as_u16(), again.body_mut().read_to_string().unwrap().len()), (304, 0));
    server.get("/assets/../Cargo.toml", "").problem(404);
    assert_eq!(server.post("/views", &[], "").status, 405);
}

#[test]
fn small_things_for_programs() {
    let server = Server::shared();
    assert_eq!(server.get("/prefixes.json", "").json()["milieu"], "https://w3id.org/milieu/ontology#");
    let examples = server.get("/sparql/examples.json", "").json();
    assert_eq!(examples.as_array().unwrap().len(), 6);
    for example in examples.as_array().unwrap() {
        let query = example["query"].as_str().unwrap();
        let rows = server.query(query, "text/csv").ok("text/csv").text.lines().count();
        assert!(rows > 1, "{} finds nothing on the toy world", example["title"]);
    }
    let health = server.get("/healthz", "").json();
    assert_eq!((health["status"].as_str(), health["read_only"].as_bool()), (Some("ok"), Some(true)));
}

#[test]
fn a_view_is_explained_to_programs_and_to_people() {
    let server = Server::shared();
    let address = "/views/cluster/location-quotient/explain";
    let json = server.get(address, "").ok("application/json");
    assert!(json.header("milieu-snapshot").starts_with("1 "));
    let json = json.json();
    assert_eq!(json["answered_by"], "columns", "{json}");
    assert!(json["plan"].as_array().is_some_and(|plan| plan.len() > 1), "{json}");
    assert!(server.get(&format!("{address}?format=text"), BROWSER).ok("text/plain").text.starts_with("over columns"));

    let group = "/views/linkage/reach/explain?group=https://w3id.org/milieu/id/toy/cluster/birch-bay";
    let rows = server.get(group, "").json()["rows"].as_u64();
    let view = server.get(&group.replace("/explain", ""), "").json();
    assert_eq!(rows, view["rows"].as_array().map(|rows| rows.len() as u64), "{view}");
    let page = server.get(group, BROWSER).ok("text/html").text;
    assert!(page.contains("table class=\"plan\"") && page.contains("Answered over columns"), "{page}");
    assert!(page.contains(&group.replace("/explain", "")), "it leads back to the view");
    let page = server.get(&group.replace("/explain", ""), BROWSER).ok("text/html").text;
    assert!(page.contains(group), "the view leads to it");

    server.get("/views/linkage/reach/explain?no=such", "").problem(400);
    let refused = server.get("/views/linkage/reach/explain?group=no%20iri", BROWSER);
    assert!(refused.status == 400 && refused.text.contains("<form"), "{}", refused.text);
    server.get("/views/linkage/no-such/explain", "").problem(404);
    server.get(&format!("{address}?format=csv"), "").problem(400);
}

#[test]
fn a_chart_is_there_for_pages_of_others() {
    let server = Server::shared();
    let embedded = server.get("/views/linkage/reach/embed?group=Birch+Bay", BROWSER).ok("text/html");
    assert!(embedded.header("content-security-policy").contains("frame-ancestors *"));
    assert_eq!(embedded.header("x-frame-options"), "");
    for part in ["data-chart", "id=\"result\"", "how to cite", "/views/linkage/reach?group=Birch+Bay"] {
        assert!(embedded.text.contains(part), "{part}: {}", embedded.text);
    }
    assert!(!embedded.text.contains("role=\"search\""), "the frame of every page is left out");
    let page = server.get("/views/linkage/reach?group=Birch+Bay", BROWSER).ok("text/html");
    assert!(page.text.contains("/views/linkage/reach/embed?group=Birch%20Bay") && page.text.contains("&lt;iframe"));
    assert_eq!(page.header("x-frame-options"), "DENY");
    server.get("/views/linkage/reach/embed?group=Nowhere", "").problem(400);
}

/// W3C, Metadata Vocabulary for Tabular Data: what a validator holds a file against.
#[test]
fn the_columns_of_a_csv_file_are_described() {
    let server = Server::shared();
    for view in Catalogue::shipped().iter() {
        let id = view.id().as_str();
        let csv = server.get(&format!("/views/{id}.csv"), "").ok("text/csv");
        let link = format!("</views/{id}.csvw>; rel=\"describedby\"; type=\"application/csvm+json\"");
        assert_eq!(csv.header("link"), link);
        let metadata = server.get(&format!("/views/{id}?format=csvw"), "").ok("application/csvm+json").json();
        assert_eq!(metadata["@context"][0], "http://www.w3.org/ns/csvw");
        assert_eq!(metadata["url"], format!("{}/views/{id}.csv", server.base));
        let mut reader = csv::Reader::from_reader(csv.bytes.as_slice());
        let described = metadata["tableSchema"]["columns"].as_array().unwrap();
        let names: Vec<&str> = described.iter().map(|column| column["titles"][0].as_str().unwrap()).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names, "{id}");
        for (column, told) in view.header().columns.iter().zip(described) {
            assert_eq!(told["dc:description"], column.definition.as_str());
            assert_eq!(told["schema:unitText"].as_str(), column.unit.as_deref());
        }
    }
    let one = server.get("/views/linkage/reach.csv?group=Birch+Bay&at=1", "").ok("text/csv");
    let address = one.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    let metadata = server.get(&address, "").ok("application/csvm+json").json();
    assert_eq!(metadata["url"], format!("{}/views/linkage/reach.csv?group=Birch+Bay&at=1", server.base));
    assert_eq!(metadata["notes"][0]["parameters"]["group"], "Birch Bay");
    assert_eq!(server.get("/views/linkage/reach", "application/csvm+json").media, "application/csvm+json");
}

#[test]
fn a_result_is_cited_and_described_as_a_crate() {
    let server = Server::shared();
    let path = "/views/cluster/ei-index";
    let bibtex = server.get(&format!("{path}/cite?group=Alder+Valley"), "").ok("text/plain").text;
    let address = format!("url = {{{}{path}?group=Alder%20Valley&at=", server.base);
    assert!(bibtex.contains(&address) && bibtex.contains("@article{krackhardt-stern-1988,"), "{bibtex}");
    server.get(&format!("{path}/cite"), BROWSER).ok("text/plain");
    let csl = server.get(&format!("{path}/cite"), "application/json").ok("application/json").json();
    assert_eq!(csl[0]["type"], "dataset");
    assert_eq!(
        server.get(&format!("{path}/cite?format=json"), "").ok("application/json").json().as_array().unwrap().len(),
        csl.as_array().unwrap().len()
    );
    server.get(&format!("{path}/cite?format=doc"), "").problem(400);
    server.get(&format!("{path}/cite?group=Nowhere"), "").problem(400);
    server.get("/views/cluster/nothing/cite", "").problem(404);

    let metadata = server.get(&format!("{path}/crate?group=Alder+Valley"), "").ok("application/ld+json").json();
    let graph = metadata["@graph"].as_array().unwrap();
    let root = graph.iter().find(|entity| entity["@id"] == graph[0]["about"]["@id"]).unwrap();
    assert!(root["@id"].as_str().unwrap().starts_with(&format!("{}{path}/crate?", server.base)), "{root}");
    // Its files are where it says.
    let parts = root["hasPart"].as_array().unwrap();
    let medias = ["text/csv", "application/csvm+json", "application/sparql-query"];
    assert_eq!(parts.len(), medias.len());
    for (part, media) in parts.iter().zip(medias) {
        server.get(part["@id"].as_str().unwrap().strip_prefix(&server.base).unwrap(), "").ok(media);
    }
    server.get(root["@id"].as_str().unwrap().strip_prefix(&server.base).unwrap(), "").ok("application/ld+json");
}

#[test]
fn a_row_is_explained() {
    let server = Server::shared();
    let path = "/views/linkage/reach";
    let page = server.get(&format!("{path}?group=Alder+Valley"), BROWSER).ok("text/html").text;
    let link = page.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|link| link.contains("/why?"));
    let link = link.expect("a row has a link").replace("&amp;", "&");
    let why = server.get(&link, BROWSER).ok("text/html").text;
    for part in ["Why row 1", "hull project", "The toy world", "creativecommons.org/licenses/by/4.0", "toy.ttl"] {
        assert!(why.contains(part), "{part}: {why}");
    }
    let json = server.get(&link, "application/json").ok("application/json").json();
    assert_eq!(json["quads"].as_array().unwrap().len() as u64, json["total"].as_u64().unwrap());
    assert_eq!(json["row"]["country"]["label"], "Norway");
    let two = server.get(&format!("{link}&first=2"), "").ok("application/json").json();
    assert_eq!((two["quads"].as_array().unwrap().len(), &two["total"]), (2, &json["total"]));
    server.get(&format!("{path}/why"), "").problem(400);
    server.get(&format!("{path}/why?row=x"), "").problem(400);
    server.get(&format!("{path}/why?row=0"), "").problem(404);
    assert!(server.get(&format!("{path}/why?row=99"), "").problem(404)["detail"].to_string().contains("rows 1 to"));
}

#[test]
fn other_linkages_are_tried_and_not_written() {
    let server = Server::shared();
    let before = server.store.snapshot().hash();
    let path =
        format!("/views/linkage/reach/what-if?group=Cedar+Coast&add={}", encode("Cedar Winery -> Birch Yards : trade"));
    let json = server.get(&path, "").ok("application/json").json();
    assert_eq!((json["changes"][0]["change"].as_str(), json["rows"]["after"].as_u64()), (Some("added"), Some(1)));
    assert_eq!(json["changes"][0]["after"][1]["label"], "Norway");
    let page = server.get(&path, BROWSER).ok("text/html").text;
    assert!(page.contains("Nothing was written") && page.contains("Norway"), "{page}");
    let wrong =
        server.get(&format!("/views/linkage/reach/what-if?add={}", encode("<b> -> Birch Yards")), "").problem(400);
    assert!(wrong["detail"].as_str().unwrap().contains("no actor"), "{wrong}");
    server.get("/views/linkage/reach/what-if", "").problem(400);
    assert_eq!(server.store.snapshot().hash(), before);
}
