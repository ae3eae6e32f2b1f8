//! Answers are held against the published schemas.

use std::collections::BTreeMap;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};

use crate::shared;
use crate::world::{JSON, SERVER, form};

/// The schemas of a version.
struct Published {
    schemas: Schemas,
    by_name: BTreeMap<&'static str, SchemaIndex>,
}

const NAMES: [&str; 8] = [
    "manifest",
    "reconciliation-query-batch",
    "reconciliation-result-batch",
    "suggest-entities-response",
    "suggest-properties-response",
    "suggest-types-response",
    "data-extension-response",
    "data-extension-property-proposal",
];

const PARTS: [&str; 3] = ["type", "lang", "dir"];

impl Published {
    fn read(test: &str, version: &str) -> Option<Self> {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V7);
        compiler.enable_format_assertions();
        let read = |name: &str| -> Option<Value> {
            let written = shared::text(test, &format!("reconciliation-api/{version}/schemas/{name}.json"))?;
            let mut schema: Value = serde_json::from_str(&written).unwrap();
            // "The newest draft, whichever that is" names no draft.
            schema.as_object_mut().unwrap().remove("$schema");
            Some(schema)
        };
        let parts = if version == "0.2" { &PARTS[..1] } else { &PARTS };
        let mut places = BTreeMap::new();
        for name in NAMES.iter().chain(parts) {
            let schema = read(name)?;
            let place = schema["$id"].as_str().unwrap().to_owned();
            compiler.add_resource(&place, schema).unwrap();
            places.insert(*name, place);
        }
        // Manifests borrow the ways to sign in from Swagger.
        compiler.add_resource("http://swagger.io/v2/schema.json", read("openapi")?).unwrap();
        let mut schemas = Schemas::new();
        let by_name = NAMES.map(|name| (name, compiler.compile(&places[name], &mut schemas).unwrap())).into();
        Some(Self { schemas, by_name })
    }

    #[track_caller]
    fn holds(&self, name: &str, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.by_name[name]) {
            panic!("{name}: {error:#}\n{value:#}");
        }
    }

    fn refuses(&self, name: &str, value: &Value) -> bool {
        self.schemas.validate(value, self.by_name[name]).is_err()
    }
}

#[test]
fn what_version_02_answers_is_as_its_schemas_say() {
    let Some(published) = Published::read("what_version_02_answers_is_as_its_schemas_say", "0.2") else { return };
    assert!(published.refuses("manifest", &json!({ "name": "no version" })));
    for service in ["ror", "store"] {
        let get = |path: &str| SERVER.get(&format!("/reconcile/{service}{path}"), "").ok("application/json").json();
        let manifest = get("");
        published.holds("manifest", &manifest);
        assert!(manifest["batchSize"].as_u64().unwrap() >= 10);
        let queries = json!({
            "q0": { "query": "University of Stuttgart", "limit": 3, "type_strict": "should", "type": "education" },
            "q1": { "query": "Alder University", "properties": [{ "pid": "country", "v": "DE" }] },
            "q2": { "query": "something that nobody is called" },
        });
        published.holds("reconciliation-query-batch", &queries);
        let result = form(service, "queries", &queries).ok("application/json").json();
        published.holds("reconciliation-result-batch", &result);
        assert_eq!(result.as_object().unwrap().keys().collect::<Vec<_>>(), ["q0", "q1", "q2"]);
        assert!(published.refuses("reconciliation-result-batch", &json!({ "q0": { "result": [{ "name": "x" }] } })));
        for (path, name) in [
            ("/suggest/entity?prefix=a", "suggest-entities-response"),
            ("/suggest/property?prefix=", "suggest-properties-response"),
            ("/suggest/type?prefix=", "suggest-types-response"),
        ] {
            let suggested = get(path);
            published.holds(name, &suggested);
            assert!(!suggested["result"].as_array().unwrap().is_empty(), "{service}: {path}");
        }
        let proposed = get("/extend/propose?type=education&limit=40");
        published.holds("data-extension-property-proposal", &proposed);
        let properties: Vec<Value> =
            proposed["properties"].as_array().unwrap().iter().map(|one| json!({ "id": one["id"] })).collect();
        let ids = match service {
            "ror" => json!(["04vnq7t77", "00yzwgc71", "nothing"]),
            _ => json!(["https://w3id.org/milieu/id/toy/actor/alder-university", "nothing"]),
        };
        let extended = form(service, "extend", &json!({ "ids": ids, "properties": properties })).ok("application/json");
        published.holds("data-extension-response", &extended.json());
    }
}

#[test]
fn what_the_draft_answers_is_as_its_schemas_say() {
    let Some(published) = Published::read("what_the_draft_answers_is_as_its_schemas_say", "1.0-draft") else { return };
    for service in ["ror", "store"] {
        let get = |path: &str| SERVER.get(&format!("/reconcile/{service}/v1{path}"), "").ok("application/json").json();
        published.holds("manifest", &get(""));
        let post = |path: &str, body: &Value| {
            SERVER
                .post(&format!("/reconcile/{service}/v1{path}"), &[JSON], &body.to_string())
                .ok("application/json")
                .json()
        };
        let queries = json!({ "queries": [
            { "conditions": [{ "matchType": "name", "propertyValue": "University of Stuttgart" }] },
            { "limit": 2, "conditions": [{ "matchType": "name", "propertyValue": "Alder" }] },
        ] });
        published.holds("reconciliation-query-batch", &queries);
        published.holds("reconciliation-result-batch", &post("/match", &queries));
        assert!(published.refuses("reconciliation-result-batch", &json!({ "results": [{}] })));
        for (path, name) in [
            ("/suggest/entity?prefix=a", "suggest-entities-response"),
            ("/suggest/property?prefix=", "suggest-properties-response"),
            ("/suggest/type?prefix=", "suggest-types-response"),
            ("/extend/propose?type=education", "data-extension-property-proposal"),
        ] {
            published.holds(name, &get(path));
        }
        let wanted = json!({ "ids": ["04vnq7t77", "http://data.europa.eu/nuts/code/DE11"], "properties": [
            { "id": "name" }, { "id": "rdfs:label" }, { "id": "milieu:nutsLevel", "settings": { "limit": "1" } },
        ] });
        published.holds("data-extension-response", &post("/extend", &wanted));
    }
}
