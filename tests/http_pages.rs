//! Pages and data of views, things and words over real HTTP.
#![cfg(feature = "http")]

#[path = "http_pages/results.rs"]
mod results;
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
        assert_eq!(page.matches("<details>").count(), 11, "{id}");
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
