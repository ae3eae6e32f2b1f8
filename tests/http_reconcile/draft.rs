//! What is only in the draft of 1.0.

use serde_json::{Value, json};

use crate::world::{FORM, JSON, SERVER};

#[track_caller]
fn ask(queries: &Value) -> Vec<Vec<String>> {
    let body = json!({ "queries": queries }).to_string();
    let answer = SERVER.post("/reconcile/ror/v1/match", &[JSON], &body).ok("application/json").json();
    let ids = |result: &Value| {
        let candidates = result["candidates"].as_array().unwrap();
        candidates.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    answer["results"].as_array().unwrap().iter().map(ids).collect()
}

fn name(name: &str) -> Value {
    json!({ "matchType": "name", "propertyValue": name })
}

fn property(id: &str, value: &Value, more: &Value) -> Value {
    let mut condition = json!({ "matchType": "property", "propertyId": id, "propertyValue": value });
    condition.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    condition
}

#[test]
fn results_come_in_the_order_of_queries() {
    let found = ask(&json!([
        { "conditions": [name("University of Hohenheim")] },
        { "conditions": [name("nobody at all")] },
        { "conditions": [{ "matchType": "id", "propertyValue": "https://ror.org/04vnq7t77" }] },
    ]));
    assert_eq!((found[0][0].as_str(), found[1].len(), &found[2]), ("00b1c9541", 0, &vec!["04vnq7t77".to_owned()]));
}

#[test]
fn what_is_required_has_to_hold() {
    let birch =
        |condition: Value| ask(&json!([{ "conditions": [name("Birch Marine Institute"), condition] }])).remove(0);
    let required = json!({ "required": true });
    assert_eq!(birch(property("country", &json!("Norway"), &json!({}))).len(), 2);
    assert_eq!(birch(property("country", &json!("Norway"), &required)), ["03vek6s52"]);
    assert_eq!(birch(property("country", &json!(["NO", "CL"]), &required)).len(), 2);
    let with = |quantifier: &str| json!({ "required": true, "matchQuantifier": quantifier });
    assert!(birch(property("country", &json!(["NO", "CL"]), &with("all"))).is_empty());
    assert_eq!(birch(property("country", &json!("NO"), &with("none"))), ["02jx3x895"]);
    assert_eq!(birch(property("acronym", &json!("bmi"), &required)), ["03vek6s52"]);
}

#[test]
fn features_have_names_and_scores_a_scale() {
    let body = json!({ "queries": [{ "conditions": [name("University of Stuttgart")] }] }).to_string();
    let answer = SERVER.post("/reconcile/ror/v1/match", &[JSON], &body).ok("application/json").json();
    let first = &answer["results"][0]["candidates"][0];
    assert!(first["features"].as_array().unwrap().iter().all(|one| one["name"].is_string() && !one["value"].is_null()));
    assert!(first["features"].as_array().unwrap().iter().any(|one| one["id"] == "mention_whole"), "{first}");
    let manifest = SERVER.get("/reconcile/ror/v1", "").ok("application/json").json();
    assert_eq!(manifest["standardizedScore"], true);
    assert_eq!(manifest["view"]["url"], format!("{}/reconcile/ror/v1/view?id={{id}}", SERVER.base));
}

#[test]
fn bodies_are_json() {
    let refused = SERVER.post("/reconcile/ror/v1/match", &[FORM], "queries={}").problem(415);
    assert!(refused["detail"].as_str().unwrap().contains("application/json"), "{refused}");
    SERVER.post("/reconcile/ror", &[JSON], "{}").problem(415);
    SERVER.get("/reconcile/ror/v1/match", "").problem(405);
}
