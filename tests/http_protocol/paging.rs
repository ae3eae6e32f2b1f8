//! Pages that a commit in between does not move.

use milieu::Store;
use milieu::face::http::Settings;

use super::server::{Answer, Server, encode};
use super::{FORM, TOKEN, UPDATE, empty};

const ORDERED: &str = "SELECT ?s ?n { ?s <urn:n> ?n } ORDER BY ?n";

/// The address of the link of that relation.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let link = answer.header("link").split(", <").find(|link| link.contains(&format!("rel=\"{relation}\"")))?;
    Some(link.trim_start_matches('<').split('>').next().unwrap().to_owned())
}

/// A server with 25 numbered things, of which many have the same number.
fn numbered() -> Server {
    let server = empty();
    let data: Vec<String> = (0..25).map(|at| format!("<urn:thing:{at:02}> <urn:n> {} .", at % 3)).collect();
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], &format!("INSERT DATA {{ {} }}", data.join(" "))).status, 204);
    server
}

/// Goes through all pages, and does `between` after each.
fn walk(server: &Server, first: &str, accept: &str, mut between: impl FnMut(usize)) -> Vec<Answer> {
    let mut pages = vec![server.get(first, accept)];
    while let Some(next) = link(pages.last().unwrap(), "next") {
        between(pages.len());
        pages.push(server.get(&next, accept));
        assert!(pages.len() < 50, "the pages come to an end");
    }
    pages
}

#[test]
fn the_union_of_the_pages_is_the_first_answer() {
    let server = numbered();
    let total = "SELECT ?s ?n { ?s <urn:n> ?n } ORDER BY ?n ?s";
    let whole = server.query(total, "text/csv").ok("text/csv").text;
    let first = format!("/sparql?query={}&page_size=4", encode(ORDERED));
    let pages = walk(&server, &first, "text/csv", |at| {
        // A writer adds a row before all others, and takes one away.
        let update = format!(
            "DELETE DATA {{ <urn:thing:{at:02}> <urn:n> {} }} ; INSERT DATA {{ <urn:a:{at}> <urn:n> 0 }}",
            at % 3
        );
        assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], &update).status, 204);
    });
    assert_eq!(pages.len(), 7);
    let snapshot = pages[0].header("milieu-snapshot").to_owned();
    let mut rows = vec!["s,n".to_owned()];
    for page in pages {
        let page = page.ok("text/csv");
        assert_eq!(page.header("milieu-snapshot"), snapshot);
        let begin = link(&page, "first").expect("a link to the first");
        assert!(begin.ends_with("&page_size=4") && !begin.contains("cursor"), "{begin}");
        rows.extend(page.text.lines().skip(1).map(str::to_owned));
    }
    assert_eq!(
        rows,
        whole.lines().collect::<Vec<_>>(),
        "in the order of the terms where the query's own leaves rows equal"
    );
}

#[test]
fn limits_and_offsets_of_the_query_hold() {
    let server = numbered();
    for query in [
        format!("{ORDERED} ?s LIMIT 10 OFFSET 3"),
        "SELECT DISTINCT ?n { ?s <urn:n> ?n } ORDER BY DESC(?n)".to_owned(),
        "SELECT ?n (COUNT(*) AS ?count) { ?s <urn:n> ?n } GROUP BY ?n ORDER BY DESC(?count) ?n".to_owned(),
        "SELECT * { ?s <urn:n> ?n } ORDER BY ?n ?s".to_owned(),
        "SELECT REDUCED ?s { ?s <urn:n> ?n } ORDER BY DESC(?n) ?s VALUES ?n { 1 2 }".to_owned(),
        "SELECT (STR(?s) AS ?name) { ?s <urn:n> ?n } ORDER BY ?n ?name".to_owned(),
        format!("{ORDERED} ?s LIMIT 0"),
    ] {
        let whole = server.query(&query, "text/csv").ok("text/csv").text;
        let pages = walk(&server, &format!("/sparql?query={}&page_size=2", encode(&query)), "text/csv", |_| ());
        let rows: Vec<_> = pages.iter().flat_map(|page| page.text.lines().skip(1)).collect();
        assert_eq!(rows, whole.lines().skip(1).collect::<Vec<_>>(), "{query}");
    }
}

#[test]
fn values_that_are_equal_and_not_the_same_come_once() {
    let server = empty();
    let values =
        ["1", "1.0", "1e0", "'1'", "'1'@en", "'1'@de", "01", "<urn:1>", "1.00", "'01'^^xsd:integer", "true", "1.0e0"];
    let insert = format!("INSERT DATA {{ <urn:s> <urn:n> {} }}", values.join(", "));
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], &insert).status, 204);
    let query = "SELECT ?n { ?s <urn:n> ?n } ORDER BY ?n";
    let lines = |answer: &Answer| answer.text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let whole = lines(&server.query(query, "text/tab-separated-values"));
    for size in 1..=4 {
        let first = format!("/sparql?query={}&page_size={size}", encode(query));
        let pages = walk(&server, &first, "text/tab-separated-values", |_| ());
        let mut rows: Vec<String> = pages.iter().flat_map(lines).collect();
        let mut all = whole.clone();
        rows.sort_unstable();
        all.sort_unstable();
        assert_eq!(rows, all, "pages of {size}");
    }
}

#[test]
fn what_has_no_pages() {
    let server = numbered();
    let get = |query: &str, more: &str| server.get(&format!("/sparql?query={}{more}", encode(query)), "");
    let unordered = "SELECT ?s { ?s <urn:n> ?n }";
    assert!(get(unordered, "&page_size=5").problem(400)["detail"].as_str().unwrap().contains("ORDER BY"));
    let fits = get(unordered, "&page_size=25").ok("application/sparql-results+json");
    assert_eq!(link(&fits, "next"), None);
    assert_eq!(fits.json()["results"]["bindings"].as_array().unwrap().len(), 25);
    get("SELECT ?s { SELECT ?s { ?s <urn:n> ?n } ORDER BY ?s }", "&page_size=5").problem(400);
    get("ASK { ?s ?p ?o }", "&page_size=5").problem(400);
    get("SELECT (RAND() AS ?r) { ?s ?p ?o } ORDER BY ?r", "&page_size=5").problem(400);
    for size in ["0", "-1", "many", "1000000", "99999999999999999999999"] {
        get(ORDERED, &format!("&page_size={size}")).problem(400);
    }
    get(ORDERED, "&format=html&page_size=5").problem(400);
    let typed = get(ORDERED, "&format=arrow&page_size=5");
    assert!(link(&typed, "next").is_some_and(|next| next.contains("format=arrow")), "{}", typed.header("link"));
}

#[test]
fn a_cursor_is_of_one_question() {
    let server = numbered();
    let first = format!("/sparql?query={}&page_size=4", encode(ORDERED));
    let next = link(&server.get(&first, "text/csv"), "next").unwrap();
    let (_, cursor) = next.split_once("cursor=").unwrap();
    let other =
        format!("/sparql?query={}&page_size=4&cursor={cursor}", encode("SELECT ?s { ?s <urn:n> ?n } ORDER BY ?s"));
    assert!(server.get(&other, "").problem(400)["detail"].as_str().unwrap().contains("another question"));
    server.get(&format!("{first}&default-graph-uri=urn:g&cursor={cursor}"), "").problem(400);
    server.get(&format!("{first}&at=0&cursor={cursor}"), "").problem(400);
    let changed = if cursor.ends_with('0') { '1' } else { '0' };
    server.get(&format!("{first}&cursor={}{changed}", &cursor[..cursor.len() - 1]), "text/csv").problem(400);
    server.get(&format!("{first}&cursor=x"), "").problem(400);
    server.get(&format!("/sparql?query={}&cursor={cursor}", encode(ORDERED)), "").problem(400);
    // Pages of another size go on from the same row, by POST too.
    let form = format!("query={}&page_size=30&cursor={cursor}", encode(ORDERED));
    let rest = server.post("/sparql", &[FORM, ("accept", "text/csv")], &form).ok("text/csv");
    assert_eq!(rest.text.lines().count(), 1 + 21);
    assert_eq!(link(&rest, "next"), None);
}

#[test]
fn a_snapshot_that_is_not_kept_is_gone() {
    let server = numbered();
    let next = link(&server.get(&format!("/sparql?query={}&page_size=4", encode(ORDERED)), ""), "next").unwrap();
    server.get(&next, "").ok("application/sparql-results+json");
    server.store.keep(0).unwrap();
    assert_eq!(server.post("/sparql", &[TOKEN, UPDATE], "INSERT DATA { <urn:s> <urn:n> 1 }").status, 204);
    let problem = server.get(&next, "").problem(410);
    assert!(problem["detail"].as_str().unwrap().contains("without a cursor"), "{problem}");
    // A snapshot of the same number with another content is another one.
    let view = "/views/cluster/members-by-kind.csv?group_kind=milieu:Cluster&page_size=1";
    let next = link(&Server::toy(Settings::new()).get(view, ""), "next").unwrap();
    let other = Server::over(Store::new(), Settings::new().token("open sesame"));
    other.get(&next, "").problem(410);
    while other.store.snapshot().number() < 1 {
        other.post("/sparql", &[TOKEN, UPDATE], "INSERT DATA { <urn:s> <urn:n> 1 }");
    }
    other.get(&next, "").problem(410);
}

#[test]
fn pages_of_a_view() {
    let server = Server::toy(Settings::new().token("open sesame"));
    let view = "/views/cluster/members-by-kind";
    let whole = server.get(&format!("{view}.json?group_kind=milieu:Cluster"), "").ok("application/json").json();
    let rows = whole["rows"].as_array().unwrap().clone();
    assert!(rows.len() > 4, "{rows:?}");
    let first = format!("{view}?group_kind=milieu:Cluster&page_size=2");
    let pages = walk(&server, &first, "application/json", |at| {
        let update = format!(
            "DELETE WHERE {{ GRAPH ?g {{ ?s milieu:memberOf ?c }} }} ; INSERT DATA {{ <urn:x:{at}> a milieu:Cluster }}"
        );
        let made = server.post("/sparql", &[TOKEN, UPDATE], &update);
        assert_eq!(made.status, 204, "{}", made.text);
    });
    let mut found = Vec::new();
    for page in pages {
        let page = page.ok("application/json").json();
        assert_eq!(
            (page["total"].as_u64(), page["offset"].as_u64()),
            (Some(rows.len() as u64), Some(found.len() as u64))
        );
        assert_eq!(page["snapshot"], whole["snapshot"]);
        found.extend(page["rows"].as_array().unwrap().clone());
    }
    assert_eq!(found, rows);
    let csv = server.get(&format!("{view}.csv?group_kind=milieu:Cluster&page_size=2"), "").ok("text/csv");
    assert_eq!(csv.text.lines().count(), 3);
    assert!(csv.header("link").contains("describedby"), "{}", csv.header("link"));
    let next = link(&csv, "next").unwrap();
    assert!(next.starts_with("/views/cluster/members-by-kind.csv?"), "{next}");
    let other = next.replace("milieu:Cluster", "milieu:Region");
    assert!(server.get(&other, "").problem(400)["detail"].as_str().unwrap().contains("another question"));
    server.get("/views/cluster/members-by-kind/cite?group_kind=milieu:Cluster&page_size=2", "").problem(400);
    assert_eq!(server.get(&first, "text/html").status, 400);
}
