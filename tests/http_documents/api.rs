//! The `OpenAPI` document holds together and describes what there is; its pages make requests that are answered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use milieu::view::{Catalogue, Offered, Requirement};
use serde_json::Value;

use crate::server::{Server, encode};
use crate::{BROWSER, snippets};

/// Routes of `app` that are pages, or parts of pages, and no API.
const PAGES: [&str; 6] = ["/", "/api", "/api/{operation}", "/assets/{name}", "/favicon.svg", "/favicon.ico"];

fn document(server: &Server) -> Value {
    server.get("/openapi.json", "").ok("application/vnd.oai.openapi+json").json()
}

/// Every operation: method, path, what is said of it.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let mut found = Vec::new();
    for (path, item) in paths {
        for (method, said) in item.as_object().unwrap() {
            assert!(["get", "post", "put", "delete", "patch", "head"].contains(&method.as_str()), "{path}: {method}");
            found.push((method.clone(), path.clone(), said));
        }
    }
    found
}

fn in_braces(path: &str) -> BTreeSet<&str> {
    path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
}

#[test]
fn the_document_holds_together() {
    let server = Server::shared();
    let document = document(server);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!(document["servers"][0]["url"], server.base.as_str());
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    // Each reference leads to something.
    let mut open = vec![&document];
    let mut references = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                open.extend(members.values());
                if let Some(Value::String(to)) = members.get("$ref") {
                    let pointer = to.strip_prefix('#').unwrap_or_else(|| panic!("{to} leads elsewhere"));
                    assert!(document.pointer(pointer).is_some(), "{to} leads nowhere");
                    references += 1;
                }
            }
            _ => {}
        }
    }
    assert!(references > 100, "{references}");
    let tags: BTreeSet<_> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut ids = BTreeSet::new();
    for (method, path, said) in operations(&document) {
        let id = said["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"));
        assert!(ids.insert(id), "{id} is there twice");
        assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{id} stands in addresses");
        assert!(tags.contains(said["tags"][0].as_str().unwrap()), "{id}");
        assert!(said["summary"].as_str().is_some_and(|text| !text.is_empty()), "{id}");
        let empty = Vec::new();
        let parameters = said["parameters"].as_array().unwrap_or(&empty);
        let mut seen = BTreeSet::new();
        for parameter in parameters {
            let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
            assert!(seen.insert((name, place)), "{id} has {name} twice");
            assert!(["query", "path"].contains(&place) && parameter["schema"].is_object(), "{id}: {parameter}");
            assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{id}: {name}");
            assert!(place == "query" || parameter["required"] == true, "{id}: {name}");
        }
        let of_path: BTreeSet<_> = seen.iter().filter(|(_, place)| *place == "path").map(|(name, _)| *name).collect();
        assert_eq!(of_path, in_braces(&path), "{id}");
        let done = ["200", "204"].iter().any(|status| said["responses"][status]["description"].is_string());
        assert!(done, "{id}");
        let is_open =
            said["security"].as_array().is_none_or(|ways| ways.iter().any(|way| way == &serde_json::json!({})));
        assert!(is_open || method != "get", "{id}: reading is open");
        assert_eq!(said["responses"]["default"]["$ref"], "#/components/responses/Problem", "{id}");
    }
}

/// Every route that the source of the server adds.
fn routes(folder: &Path, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            routes(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices(".route(\"") {
            let rest = &text[at + ".route(\"".len()..];
            let (route, rest) = rest.split_once('"').unwrap();
            let handlers = rest.lines().next().unwrap();
            let methods = found.entry(route.replace("{*", "{")).or_default();
            // The one handler that brings its methods along.
            if handlers.contains("graph_store::graphs()") {
                methods.extend(["get", "put", "post", "delete"]);
            }
            for method in ["get", "post", "put", "delete", "patch"] {
                if handlers.contains(&format!("{method}(")) {
                    methods.insert(method);
                }
            }
        }
    }
}

#[test]
fn every_route_is_described_or_is_a_page() {
    let document = document(Server::shared());
    let described: BTreeSet<_> = operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
    let mut found = BTreeMap::new();
    routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/face/http"), &mut found);
    assert!(found.len() > 40, "{found:?}");
    for (route, methods) in &found {
        for method in methods {
            let known = described.contains(&((*method).to_owned(), route.clone())) || PAGES.contains(&route.as_str());
            assert!(known, "{method} {route} is not described: add it to src/face/http/api/operations.rs");
        }
    }
    // And nothing is described that is not there.
    for (method, path) in described {
        let is_view = path.strip_prefix("/views/").is_some_and(|id| Catalogue::shipped().get(id).is_ok());
        let there = found.get(&path).is_some_and(|methods| methods.contains(method.as_str()));
        assert!(is_view || there, "{method} {path} is described and not there");
    }
}

#[test]
fn each_view_has_its_parameters_and_its_columns() {
    let server = Server::shared();
    let document = document(server);
    for view in Catalogue::shipped().iter() {
        let id = view.id().as_str();
        let said = &document["paths"][format!("/views/{id}")]["get"];
        let parameters = said["parameters"].as_array().unwrap();
        for expected in &view.header().params {
            let found = parameters.iter().find(|parameter| parameter["name"] == expected.name.as_str());
            let found = found.unwrap_or_else(|| panic!("{id} has no {}", expected.name));
            assert_eq!(found["required"], expected.required == Requirement::Required, "{id}: {}", expected.name);
            let default = &found["schema"]["default"];
            let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
            assert_eq!(default, expected.default.clone().unwrap_or("null".to_owned()), "{id}: {}", expected.name);
            if let Some(Offered::Fixed(choices)) = &expected.choices {
                let offered = found["schema"]["enum"].as_array().unwrap();
                assert_eq!(offered.len(), choices.len(), "{id}: {}", expected.name);
            }
        }
        // The answer on the toy world has the shape that is described.
        let reference = said["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
        let schema = document.pointer(&reference[1..]).unwrap();
        let row = &schema["properties"]["rows"]["items"];
        let cells = row["prefixItems"].as_array().unwrap();
        assert_eq!((cells.len(), &row["items"]), (view.header().columns.len(), &Value::Bool(false)), "{id}");
        let answer = server.get(&format!("/views/{id}"), "application/json").ok("application/json").json();
        for name in schema["required"].as_array().unwrap() {
            assert!(!answer[name.as_str().unwrap()].is_null(), "{id} has no {name}");
        }
        for member in answer.as_object().unwrap().keys() {
            assert!(schema["properties"].get(member).is_some(), "{id}: {member} is not described");
        }
        for row in answer["rows"].as_array().unwrap() {
            let row = row.as_array().unwrap();
            assert_eq!(row.len(), cells.len(), "{id}");
            for (cell, schema) in row.iter().zip(cells) {
                assert!(fits(cell, schema), "{id}: {cell} is no {schema}");
            }
        }
    }
}

/// Whether `value` is of the schema, for the words that schemas of cells use.
fn fits(value: &Value, schema: &Value) -> bool {
    if let Some(choices) = schema["oneOf"].as_array() {
        return choices.iter().filter(|choice| fits(value, choice)).count() == 1;
    }
    let is = |kind: &str| match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "object" => value.as_object().is_some_and(|members| {
            let required = schema["required"].as_array().into_iter().flatten();
            let described = schema["properties"].as_object().unwrap();
            required.into_iter().all(|name| members.contains_key(name.as_str().unwrap()))
                && members.iter().all(|(name, member)| described.get(name).is_some_and(|schema| fits(member, schema)))
        }),
        other => panic!("{other} is no type of a cell"),
    };
    match &schema["type"] {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().any(|kind| is(kind.as_str().unwrap())),
        other => panic!("{other} is no type"),
    }
}

#[test]
fn media_types_that_are_described_are_sent() {
    let server = Server::shared();
    let document = document(server);
    for (method, path, said) in operations(&document) {
        // Views are asked one by one elsewhere; a row's reasons and other linkages are made by the view's own page. The toy world has no mapping
        // set; `tests/review.rs` has.
        let of_a_view = path.starts_with("/views/") && !path.contains('{');
        if method != "get"
            || of_a_view
            || path.contains("genid")
            || path.starts_with("/graphs/")
            || path.starts_with("/review/")
        {
            continue;
        }
        let mut address = path.clone();
        let mut query = String::new();
        for parameter in said["parameters"].as_array().into_iter().flatten() {
            let (name, example) =
                (parameter["name"].as_str().unwrap(), parameter["example"].as_str().unwrap_or_default());
            if parameter["in"] == "path" {
                address = address.replace(&format!("{{{name}}}"), example);
            } else if parameter["required"] == true || name == "add" {
                let sign = if query.is_empty() { '?' } else { '&' };
                query = format!("{query}{sign}{name}={}", encode(example));
            }
        }
        if path == "/graphs" {
            query = "?union".to_owned();
        }
        if path == "/sparql" {
            let drawn =
                "SELECT ?from ?to ?lat ?long { VALUES (?from ?to ?lat ?long) { (nuts:DE1 nuts:DE2 48.8 9.2) } }";
            query = format!("?query={}", encode(drawn));
        }
        for (media, _) in said["responses"]["200"]["content"].as_object().unwrap() {
            // Whether an answer can be drawn is a matter of its columns.
            if path.contains("{view}") && ["application/geo+json", "application/graphml+xml"].contains(&media.as_str())
            {
                continue;
            }
            let graph = ["turtle", "ld+json", "n-triples", "rdf+xml"].iter().any(|part| media.contains(part));
            let query = if path == "/sparql" && graph {
                format!("?query={}", encode("CONSTRUCT WHERE { ?s a milieu:Cluster }"))
            } else {
                query.clone()
            };
            let answer = server.get(&format!("{address}{query}"), media);
            let expected = media.split(';').next().unwrap();
            assert_eq!(
                (answer.status, answer.media.as_str()),
                (200, expected),
                "{address}{query} as {media}: {}",
                answer.text
            );
        }
    }
}

#[test]
fn pages_show_every_operation_and_the_request_it_makes() {
    let server = Server::shared();
    let document = document(server);
    let list = server.get("/api", BROWSER).ok("text/html").text;
    for (_, path, said) in operations(&document) {
        let id = said["operationId"].as_str().unwrap();
        assert!(list.contains(&format!("href=\"/api/{id}\"")), "{id}");
        let page = server.get(&format!("/api/{id}"), BROWSER).ok("text/html");
        assert!(page.header("content-security-policy").contains("default-src 'none'"), "{id}");
        assert!(!page.text.contains("style=") && !page.text.contains("<script>"), "{id}");
        for parameter in said["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            assert!(page.text.contains(&format!(" name=\"{name}\"")), "{id} ({path}) has no field {name}");
        }
    }
    server.get("/api/nothing", "").problem(404);
}

#[test]
fn a_form_that_is_sent_shows_a_request_that_works() {
    let server = Server::shared();
    let code = |page: &str| {
        snippets::unescaped(page.split("<pre tabindex=\"0\"><code>").nth(1).unwrap().split("</code>").next().unwrap())
    };
    let address = format!("/api/linkage-reach?group={}&_accept=text%2Fcsv&_show=1", encode("Alder Valley"));
    let page = server.get(&address, BROWSER).ok("text/html").text;
    let expected =
        format!("curl \\\n  -H 'Accept: text/csv' \\\n  '{}/views/linkage/reach?group=Alder%20Valley'", server.base);
    assert_eq!(code(&page), expected);
    assert!(page.contains("<a href=\"/views/linkage/reach?group=Alder%20Valley\">Open it</a>"), "{page}");
    assert!(page.contains("value=\"Alder Valley\""), "what was typed stays");

    let evil = "'; rm -rf \"$HOME\" <b>&`x`\u{e9}";
    let page = server.get(&format!("/api/search?q={}&_show=1", encode(evil)), BROWSER).ok("text/html").text;
    assert!(!page.contains("<b>"), "{page}");
    let posted = format!(
        "/api/queryOrUpdate?_type=application%2Fsparql-query&_body={}&_accept=text%2Fcsv&_show=1",
        encode("SELECT ?l { ?c a milieu:Cluster ; rdfs:label ?l FILTER(?l = \"it's\" || true) } ORDER BY ?l")
    );
    let page = server.get(&posted, BROWSER).ok("text/html").text;
    let answers = snippets::run(
        "a_form_that_is_sent_shows_a_request_that_works",
        "sh",
        &["-c", &format!("{} --silent", code(&page))],
    );
    assert!(answers.is_none_or(|answers| answers == "l\r\nAlder Valley\r\nBirch Bay\r\nCedar Coast\r\n"), "{page}");

    let missing = server.get("/api/describeEntity?iri=&_show=1", BROWSER).ok("text/html").text;
    assert!(missing.contains("Needed: iri."), "{missing}");
}
