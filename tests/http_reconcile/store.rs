//! The store itself as what names are reconciled against.

use milieu::Store;
use milieu::face::http::Settings;
use milieu::ingest::Load;
use milieu::sparql::{QueryOptions, update};
use serde_json::{Value, json};

use crate::server::{Server, encode};
use crate::world::{FORM, SERVER, candidates, first, form};

const ACTOR: &str = "https://w3id.org/milieu/id/toy/actor/";

#[test]
fn organisations_clusters_regions_countries_and_industries_are_found() {
    for (name, id) in [
        ("Alder University", "https://w3id.org/milieu/id/toy/actor/alder-university"),
        ("birch harbour authority", "https://w3id.org/milieu/id/toy/actor/birch-harbour"),
        ("Cedar Coast", "https://w3id.org/milieu/id/toy/cluster/cedar-coast"),
        ("Germany", "http://publications.europa.eu/resource/authority/country/DEU"),
        ("Norwegen", "http://publications.europa.eu/resource/authority/country/NOR"),
        ("Stuttgart, Stadtkreis", "http://data.europa.eu/nuts/code/DE111"),
        ("DE111", "http://data.europa.eu/nuts/code/DE111"),
        ("nuts:DE112", "http://data.europa.eu/nuts/code/DE112"),
        ("16.10", "http://data.europa.eu/ux2/nace2/1610"),
    ] {
        assert_eq!(
            first("store", &json!({ "query": name })),
            (id.to_owned(), true),
            "{name}: {:#?}",
            candidates("store", &json!({ "query": name }))
        );
    }
}

#[test]
fn types_are_those_of_the_ontology() {
    let types = SERVER.get("/reconcile/store/suggest/type?prefix=", "").json();
    let ids: Vec<&str> = types["result"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    for class in ["ontology#Actor", "ontology#Cluster", "ontology#Region", "ontology#Country", "ontology#Industry"] {
        assert!(ids.iter().any(|id| id.ends_with(class)), "{class}: {ids:?}");
    }
    let sme =
        types["result"].as_array().unwrap().iter().find(|one| one["id"] == "http://data.europa.eu/s66#SME").unwrap();
    assert_eq!((&sme["name"], &sme["broader"][0]["name"]), (&json!("SME"), &json!("actor")));
    let cluster = json!({ "query": "Alder Valley", "type": "https://w3id.org/milieu/ontology#Cluster" });
    let found = candidates("store", &cluster);
    assert_eq!(found[0]["id"], "https://w3id.org/milieu/id/toy/cluster/alder-valley");
    assert!(found.iter().all(|one| one["id"].as_str().unwrap().contains("/cluster/")));
    assert_eq!(found[0]["type"][0]["id"], "https://w3id.org/milieu/ontology#Cluster");
}

#[test]
fn properties_are_those_of_the_graph() {
    let proposed = SERVER.get("/reconcile/store/extend/propose?type=x&limit=100", "").json();
    let ids: Vec<&str> =
        proposed["properties"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"https://w3id.org/milieu/ontology#inCountry"), "{ids:?}");
    let wanted = json!({ "ids": [format!("{ACTOR}alder-university"), "http://data.europa.eu/nuts/code/DE111"], "properties": [
        { "id": "https://w3id.org/milieu/ontology#inCountry" }, { "id": "milieu:nutsLevel" }, { "id": "rdfs:label" }, { "id": "no property" },
    ] });
    let rows = form("store", "extend", &wanted).ok("application/json").json()["rows"].clone();
    let of = |thing: &str, property: &str| rows[thing][property].clone();
    let germany = json!([{ "id": "http://publications.europa.eu/resource/authority/country/DEU", "name": "Germany" }]);
    assert_eq!(of(&format!("{ACTOR}alder-university"), "https://w3id.org/milieu/ontology#inCountry"), germany);
    assert_eq!(of("http://data.europa.eu/nuts/code/DE111", "milieu:nutsLevel"), json!([{ "int": 3 }]));
    assert_eq!(of(&format!("{ACTOR}alder-university"), "no property"), json!([]));
    // The value that one reconciliation found is evidence for another.
    let known = json!({ "query": "Alder", "properties": [{ "pid": "https://w3id.org/milieu/ontology#inCountry", "v": germany[0] }] });
    let found = candidates("store", &known);
    let holds = |one: &Value| {
        one["features"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"].as_str().unwrap().starts_with("property:") && one["value"] == true)
    };
    assert!(found.iter().any(holds), "{found:#?}");
}

#[test]
fn what_is_written_is_found_at_once() {
    let store = Store::new();
    Load::new(&store).toy().unwrap();
    let server = Server::over(store, Settings::new());
    let ask = |name: &str| {
        let query = encode(&json!({ "q0": { "query": name } }).to_string());
        let answer = server.post("/reconcile/store", &[FORM], &format!("queries={query}")).ok("application/json");
        let number: u64 = answer.header("milieu-snapshot").split(' ').next().unwrap().parse().unwrap();
        assert_eq!(number, server.store.snapshot().number());
        answer.json()["q0"]["result"].as_array().unwrap().clone()
    };
    assert!(ask("Elm Works").is_empty());
    let write = |text: &str| update(&server.store, text, &QueryOptions::default()).unwrap();
    write(
        "INSERT DATA { GRAPH graph:mine { <https://w3id.org/milieu/id/mine/elm> a milieu:Actor ; rdfs:label 'Elm Works' ; milieu:inCountry country:NOR } }",
    );
    let found = ask("Elm Works");
    assert_eq!(
        (&found[0]["id"], &found[0]["description"]),
        (&json!("https://w3id.org/milieu/id/mine/elm"), &json!("NO"))
    );
    // What says nothing of names is read from the new state, too.
    write("INSERT DATA { GRAPH graph:mine { <https://w3id.org/milieu/id/mine/elm> milieu:employment 12 } }");
    let wanted =
        json!({ "ids": ["https://w3id.org/milieu/id/mine/elm"], "properties": [{ "id": "milieu:employment" }] });
    let answer = server.post("/reconcile/store", &[FORM], &format!("extend={}", encode(&wanted.to_string()))).json();
    assert_eq!(answer["rows"]["https://w3id.org/milieu/id/mine/elm"]["milieu:employment"], json!([{ "int": 12 }]));
    write("DELETE WHERE { GRAPH graph:mine { <https://w3id.org/milieu/id/mine/elm> ?p ?o } }");
    assert!(ask("Elm Works").is_empty());
}

#[test]
fn a_thing_of_the_store_leads_to_its_page() {
    let page = SERVER
        .get(&format!("/reconcile/store/view?id={}", encode(&format!("{ACTOR}birch-yards"))), "text/html")
        .ok("text/html");
    assert!(page.text.contains("Birch Yards"));
}
