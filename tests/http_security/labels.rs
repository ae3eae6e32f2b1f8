//! What people write into the store never becomes a part of a page.

use std::sync::LazyLock;

use milieu::Store;
use milieu::face::http::Settings;
use milieu::ingest::{self, Load};
use milieu::sparql::{self, QueryOptions};

use crate::server::{Server, encode};

/// Labels that would do something in a page that lets them.
const LABELS: [&str; 7] = [
    "<script>alert(1)</script>",
    "\\\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea></script><svg onload=alert(1)>",
    "<!--<script>",
    "&lt;script&gt;{{1}}${1}",
];

/// Things whose IRIs would do something as links.
const IRIS: [&str; 4] =
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E", "vbscript:x"];

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).toy().unwrap();
    let mut data = String::new();
    for (number, label) in LABELS.iter().enumerate() {
        data += &format!(
            "<https://w3id.org/milieu/id/hostile/{number}> a milieu:Cluster , milieu:Group , <https://example.org/Class{number}> ;
               rdfs:label \"{label} evil\"@en ; skos:definition \"{label}\" ; rdfs:comment \"{label}\" ;
               <https://example.org/p{number}> \"{label}\" , <javascript:alert({number})> .
             <https://example.org/Class{number}> rdfs:label \"{label}\" . <https://example.org/p{number}> rdfs:label \"{label}\" . "
        );
    }
    for iri in IRIS {
        data +=
            &format!("<{iri}> a milieu:Cluster ; rdfs:label \"evil link\" ; rdfs:seeAlso <{iri}> ; <{iri}> <{iri}> . ");
    }
    let mut transaction = store.begin();
    let update = format!("INSERT DATA {{ GRAPH <javascript:alert(9)> {{ {data} }} }}");
    sparql::update_in(&mut transaction, &update, &QueryOptions::default()).unwrap();
    ingest::derive(&mut transaction);
    transaction.commit().unwrap();
    Server::over(store, Settings::new())
});

/// Every tag of a page with its attributes, as a browser finds them, and that nothing of it was written by a label.
#[track_caller]
fn harmless(html: &str, at: &str) {
    let small = html.to_ascii_lowercase();
    let mut rest = small.as_str();
    while let Some(from) = rest.find('<') {
        rest = &rest[from..];
        if let Some(after) = rest.strip_prefix("<script type=\"application/json\"") {
            // Data: nothing of them may end the element or begin another.
            let (data, after) = after.split_once("</script>").expect("it ends");
            assert!(!data[data.find('>').unwrap() + 1..].contains('<'), "{at}: {data:.200}");
            rest = after;
            continue;
        }
        let (tag, after) = tag(rest);
        let name: String =
            tag[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '!')).collect();
        assert!(
            !matches!(name.as_str(), "img" | "svg" | "iframe" | "object" | "embed" | "base" | "style"),
            "{at}: {tag}"
        );
        if name == "script" {
            assert!(tag.starts_with("<script src=\"/assets/"), "{at}: {tag}");
        }
        for (name, value) in attributes(&tag[1..tag.len() - 1]) {
            assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{at}: {tag}");
            if matches!(name, "href" | "src" | "action" | "formaction") {
                let scheme = value.split([':', '/', '?', '#']).next().unwrap_or_default();
                let relative = value.starts_with(['/', '#', '?']) || !value.contains(':');
                assert!(relative || matches!(scheme, "http" | "https"), "{at}: {name}={value}");
            }
        }
        rest = after;
    }
}

/// The tag that `text` begins with, quotes and all, and what follows it.
fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return text.split_at(at + 1),
            _ => {}
        }
    }
    (text, "")
}

/// Names and values; all of ours are in double quotes.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        found.push((name.split_whitespace().next_back().unwrap_or_default(), value));
        rest = after;
    }
    found
}

#[track_caller]
fn page(path: &str) -> String {
    let answer = SERVER.get(path, "text/html");
    assert_eq!(answer.media, "text/html", "{path}: {}", answer.text);
    assert!(answer.header("content-security-policy").contains("script-src 'self'"), "{path}");
    harmless(&answer.text, path);
    answer.text
}

#[test]
fn the_check_finds_what_it_is_for() {
    for bad in [
        "<p><script>alert(1)</script>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<p title=\"x\" onclick=\"y\">",
        "<img src=\"x\">",
        "<script type=\"application/json\" id=\"result\">{\"a\":\"<b\"}</script>",
    ] {
        assert!(std::panic::catch_unwind(|| harmless(bad, "")).is_err(), "{bad}");
    }
    harmless("<a href=\"/entity?iri=javascript:x\" title=\"<script>\">&lt;script&gt;</a>", "");
}

#[test]
fn labels_stay_text_on_every_page() {
    let mut pages = vec!["/".to_owned(), "/views".to_owned(), "/ontology".to_owned(), "/search?q=evil".to_owned()];
    for number in 0..LABELS.len() {
        pages.push(format!("/id/hostile/{number}"));
        for of in ["Class", "p"] {
            pages.push(format!("/entity?iri={}", encode(&format!("https://example.org/{of}{number}"))));
        }
        let iri = encode(&format!("https://w3id.org/milieu/id/hostile/{number}"));
        for view in ["cluster/profile?cluster", "linkage/reach?group"] {
            pages.push(format!("/views/{view}={iri}"));
        }
    }
    for label in LABELS {
        let label = encode(&label.replace('\\', ""));
        pages.push(format!("/search?q={label}"));
        pages.push(format!("/nowhere/{label}"));
        pages.push(format!("/entity?iri={label}"));
        pages.push(format!("/views/cluster/profile?cluster={label}"));
        pages.push(format!("/views/cluster/{label}"));
        pages.push(format!("/views/cluster/profile?{label}=1"));
        pages.push(format!("/sparql?query={label}"));
        pages.push(format!("/ontology/{label}"));
        pages.push(format!("/scheme/{label}"));
        pages.push(format!("/id/{label}"));
        pages.push(format!("/views?format={label}"));
    }
    let shown = pages.iter().filter(|path| page(path).contains("&lt;script&gt;")).count();
    assert!(shown >= 10, "the labels are shown: {shown}");
}

#[test]
fn the_answer_of_a_query_stays_text() {
    for query in [
        "SELECT ?s ?p ?o { ?s ?p ?o . ?s a milieu:Cluster }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?s a milieu:Cluster }",
        "SELECT (\"<script>alert(1)</script>\" AS ?x) (IRI(\"javascript:alert(1)\") AS ?y) {}",
        "SELECT <script>alert(1)</script>",
    ] {
        let form = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
        for more in ["", "&explain="] {
            let answer = SERVER.post("/sparql", &form, &format!("query={}{more}", encode(query)));
            assert_eq!(answer.media, "text/html", "{}", answer.text);
            harmless(&answer.text, query);
        }
    }
}

#[test]
fn a_scheme_that_runs_something_is_never_a_link() {
    for iri in IRIS {
        let text = page(&format!("/entity?iri={}", encode(iri)));
        assert!(text.contains("evil link"), "{iri}");
    }
    let found = page("/search?q=evil");
    assert!(found.contains("/entity?iri=javascript:alert"), "it leads to its own page here");
}

#[test]
fn views_and_their_charts_hold_labels_as_data() {
    let mut asked = 0;
    let views = SERVER.get("/views", "application/json").json();
    let text = views.to_string();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("/views/") {
        rest = &rest[at + 1..];
        let path: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_')).collect();
        if path.matches('/').count() != 2 {
            continue;
        }
        for (address, accept) in [(format!("/{path}"), "text/html"), (format!("/{path}/embed"), "text/html")] {
            let answer = SERVER.get(&address, accept);
            if answer.media == "text/html" {
                harmless(&answer.text, &address);
                asked += 1;
            }
        }
    }
    assert!(asked >= 20, "{asked} pages of views");
}

/// A spreadsheet may take a cell that begins with = + - @ for a formula. A researcher's "-3" and "=A" have to stay what they are, so
/// nothing is put before them; `docs/security.md` says how to open such a file.
#[test]
fn cells_of_csv_stay_data() {
    let query = "SELECT (\"=1+1\" AS ?a) (\"-3\" AS ?b) (\"@x\" AS ?c) (\"+1\" AS ?d) (-3 AS ?e) {}";
    let csv = SERVER.query(query, "text/csv").ok("text/csv");
    assert_eq!(csv.text, "a,b,c,d,e\r\n=1+1,-3,@x,+1,-3\r\n");
    assert_eq!(csv.header("x-content-type-options"), "nosniff");
    assert!(csv.header("content-disposition").contains("answer.csv"));
}
