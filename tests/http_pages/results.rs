//! What can be done with a view's result: explained, framed, described, cited, tried with other linkages.

use milieu::view::Catalogue;

use super::BROWSER;
use super::server::{Server, encode};

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
