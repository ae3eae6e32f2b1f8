//! What `OpenRefine` sends, literally, and what it makes of the answers.

use serde_json::{Value, json};

use crate::server::encode;
use crate::world::{FORM, SERVER, candidates, first, form};

#[test]
fn it_registers_a_service_by_its_manifest() {
    // The page of OpenRefine asks from an address of the loopback, with a cache buster of jQuery's.
    let origin = ("origin", "http://127.0.0.1:3333");
    let answer =
        SERVER.send("GET", "/reconcile/ror?_=1767225600000", &[origin, ("accept", "application/json, */*")], None);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, origin.1));
    let manifest = answer.json();
    let url = |value: &Value| value.as_str().unwrap().to_owned();
    let at = format!("{}/reconcile/ror", SERVER.base);
    assert_eq!(url(&manifest["view"]["url"]), format!("{at}/view?id={{{{id}}}}"));
    assert_eq!(url(&manifest["identifierSpace"]), "https://ror.org/");
    // It puts the two parts of an address together.
    for what in ["entity", "type", "property"] {
        let service = &manifest["suggest"][what];
        let path = url(&service["service_url"]) + &url(&service["service_path"]);
        assert_eq!(path, format!("{at}/suggest/{what}"));
    }
}

#[test]
fn a_batch_is_a_form_with_queries_by_name() {
    // Ten rows at once, with the type that was chosen and `type_strict` as it always sends it.
    let body = r#"queries={"q0":{"query":"Universität Stuttgart","type":"education","type_strict":"should"},"q1":{"query":"Birch Marine Institute","type":"education","type_strict":"should"},"q2":{"query":"Nobody & Sons"}}"#;
    let (_, value) = body.split_once('=').unwrap();
    let answer = SERVER.post(
        "/reconcile/ror",
        &[("content-type", "application/x-www-form-urlencoded; charset=UTF-8")],
        &format!("queries={}", encode(value).replace("%20", "+")),
    );
    let result = answer.ok("application/json").json();
    let first = &result["q0"]["result"][0];
    assert_eq!(
        (&first["id"], &first["name"], &first["match"]),
        (&json!("04vnq7t77"), &json!("University of Stuttgart"), &json!(true))
    );
    assert!(first["score"].as_f64().is_some_and(|score| score > 79.0 && score <= 100.0), "{first}");
    assert_eq!(first["type"], json!([{ "id": "education", "name": "Education" }]));
    assert_eq!(first["description"], "Stuttgart, Baden-Württemberg, DE");
    // A name that two have is no match, and of another type it is only half as likely.
    let rivals = result["q1"]["result"].as_array().unwrap();
    assert!(
        rivals.len() >= 2 && rivals.iter().all(|one| one["match"] == false && one["score"].as_f64().unwrap() <= 50.0)
    );
    assert_eq!(result["q2"]["result"], json!([]));
    // The same by the address.
    let again = SERVER.get(&format!("/reconcile/ror?queries={}", encode(value)), "").ok("application/json").json();
    assert_eq!(again, result);
}

#[test]
fn what_else_is_known_tells_namesakes_apart() {
    let query = |properties: Value| json!({ "query": "Birch Marine Institute", "properties": properties });
    for (value, id) in [("NO", "03vek6s52"), ("Norway", "03vek6s52"), ("Chile", "02jx3x895")] {
        let (found, _) = first("ror", &query(json!([{ "pid": "country", "v": value }])));
        assert_eq!(found, id, "{value}");
    }
    // A cell that was reconciled before is a thing.
    let (found, _) = first("ror", &query(json!([{ "pid": "country", "v": { "id": "CL", "name": "Chile" } }])));
    assert_eq!(found, "02jx3x895");
    let told = candidates("ror", &query(json!([{ "pid": "city", "v": ["Oslo", "Bergen"] }])));
    let city = |one: &Value| {
        one["features"].as_array().unwrap().iter().find(|one| one["id"] == "property:city").unwrap()["value"].clone()
    };
    let bergen = told.iter().find(|one| one["id"] == "03vek6s52").unwrap();
    let valdivia = told.iter().find(|one| one["id"] == "02jx3x895").unwrap();
    assert_eq!((city(bergen), city(valdivia)), (json!(true), json!(false)));
}

#[test]
fn identifiers_come_first() {
    let stuttgart = ("04vnq7t77".to_owned(), true);
    for query in [
        json!({ "query": "04vnq7t77" }),
        json!({ "query": "https://ror.org/04vnq7t77" }),
        json!({ "query": "Q122453" }),
        json!({ "query": "Uni S.", "properties": [{ "pid": "wikidata", "v": "https://www.wikidata.org/wiki/Q122453" }] }),
        json!({ "properties": [{ "pid": "isni", "v": "0000000419369713" }] }),
        json!({ "properties": [{ "pid": "same as", "v": "http://www.wikidata.org/entity/Q122453" }] }),
    ] {
        assert_eq!(first("ror", &query), stuttgart, "{query}");
    }
    // An identifier that says other than the name is told first, and nobody is spared a look.
    let torn = json!({ "query": "University of Hohenheim", "properties": [{ "pid": "wikidata", "v": "Q122453" }] });
    let found = candidates("ror", &torn);
    assert_eq!(
        (&found[0]["id"], &found[0]["match"], &found[0]["score"]),
        (&json!("04vnq7t77"), &json!(false), &json!(100.0))
    );
    assert_eq!(found[1]["id"], "00b1c9541");
}

#[test]
fn types_and_limits_are_held_to() {
    let ask = |extra: Value| {
        let mut query = json!({ "query": "Stuttgart" });
        query.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let found = candidates("ror", &query);
        found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ask(json!({}));
    assert!(all.contains(&"04vnq7t77".to_owned()), "{all:?}");
    assert_eq!(ask(json!({ "limit": 1 })).len(), 1);
    assert!(ask(json!({ "type": "company" })).is_empty());
    assert!(!ask(json!({ "type": ["company", "education"] })).is_empty());
    assert!(ask(json!({ "type": ["company", "education"], "type_strict": "all" })).is_empty());
    assert_eq!(ask(json!({ "type": "company", "type_strict": "should" })).len(), all.len());
}

#[test]
fn suggestions_follow_what_is_typed() {
    let suggest = |path: &str| {
        let answer = SERVER.get(&format!("/reconcile/ror/suggest/{path}"), "").ok("application/json").json();
        answer["result"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(suggest("entity?prefix=University+of+s"), ["04vnq7t77", "00b1c9541"]);
    assert_eq!(suggest("entity?prefix=universitat+st")[0], "04vnq7t77");
    assert_eq!(suggest("entity?prefix=hohen")[0], "00b1c9541");
    assert_eq!(suggest("entity?prefix=stutt+uni")[0], "04vnq7t77");
    assert_eq!(suggest("entity?prefix=Hohenhiem")[0], "00b1c9541");
    assert_eq!(suggest("entity?prefix=04vnq7t77")[0], "04vnq7t77");
    assert_eq!(suggest("entity?prefix=birch&type=facility").len(), 2);
    assert!(suggest("entity?prefix=birch&type=education").is_empty());
    let all = suggest("entity?prefix=");
    assert_eq!(all.len(), 6);
    assert_eq!(suggest("entity?prefix=&cursor=4"), all[4..]);
    assert_eq!(suggest("type?prefix=educ"), ["education"]);
    assert_eq!(suggest("property?prefix=wiki"), ["wikidata"]);
    assert!(suggest("property?prefix=zzz").is_empty());
}

#[test]
fn columns_are_added_from_what_is_known() {
    let wanted = json!({ "ids": ["04vnq7t77", "03vek6s52", "none"], "properties": [
        { "id": "city" }, { "id": "wikidata" }, { "id": "child" }, { "id": "established" },
        { "id": "child", "settings": { "content": "id" } }, { "id": "name", "settings": { "limit": "1" } },
    ] });
    let answer = form("ror", "extend", &wanted).ok("application/json").json();
    let stuttgart = &answer["rows"]["04vnq7t77"];
    assert_eq!(stuttgart["city"], json!([{ "str": "Stuttgart" }]));
    assert_eq!(stuttgart["wikidata"], json!([{ "str": "Q122453" }]));
    assert_eq!(stuttgart["established"], json!([{ "int": 1829 }]));
    assert_eq!(
        stuttgart["child"],
        json!([{ "str": "00yzwgc71" }]),
        "the last setting of a property that is asked twice"
    );
    assert_eq!(answer["rows"]["03vek6s52"]["wikidata"], json!([]));
    assert_eq!(answer["rows"]["none"]["city"], json!([]));
    let plain = json!({ "ids": ["04vnq7t77"], "properties": [{ "id": "child" }] });
    let child = form("ror", "extend", &plain).json()["rows"]["04vnq7t77"]["child"].clone();
    assert_eq!(child, json!([{ "id": "00yzwgc71", "name": "Alder Measurement Laboratory" }]));
}

#[test]
fn a_candidate_has_a_preview_and_a_page() {
    let preview = SERVER.get("/reconcile/ror/preview?id=04vnq7t77", "text/html").ok("text/html");
    for shown in ["University of Stuttgart", "https://ror.org/04vnq7t77", "Education", "Q122453", "uni-stuttgart.de"] {
        assert!(preview.text.contains(shown), "{shown}: {}", preview.text);
    }
    assert!(preview.header("content-security-policy").contains("frame-ancestors *"));
    assert!(preview.header("x-frame-options").is_empty());
    SERVER.get("/reconcile/ror/preview?id=none", "").problem(404);
    for (id, to) in
        [("04vnq7t77", "https://ror.org/04vnq7t77"), ("https%3A%2F%2Fror.org%2F04vnq7t77", "https://ror.org/04vnq7t77")]
    {
        let agent = ureq::Agent::config_builder().max_redirects(0).build();
        let answer =
            ureq::Agent::from(agent).get(format!("{}/reconcile/ror/view?id={id}", SERVER.base)).call().unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, to));
    }
    SERVER.get("/reconcile/ror/view?id=https://evil.example/", "").problem(404);
}

#[test]
fn the_list_tells_people_and_programs() {
    let list = SERVER.get("/reconcile", "application/json").ok("application/json").json();
    let names: Vec<_> = list["services"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ror", "store"]);
    let page = SERVER.get("/reconcile", "text/html").ok("text/html");
    assert!(page.text.contains(&format!("{}/reconcile/ror", SERVER.base)), "{}", page.text);
    let other = SERVER.post("/reconcile/nowhere", &[FORM], "queries={}").problem(404);
    assert!(other["detail"].as_str().unwrap().contains("ror, store"), "{other}");
}
