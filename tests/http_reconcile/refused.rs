//! What is refused, with the field and the way out; `docs/security.md` names some of these tests.

use serde_json::{Map, Value, json};

use crate::server::encode;
use crate::world::{FORM, JSON, SERVER, form};

#[test]
fn a_query_that_cannot_be_taken_is_told_of_with_its_field() {
    for (query, field) in [
        (json!([]), "queries"),
        (json!({ "q0": 1 }), "queries.q0"),
        (json!({ "q0": { "query": 1 } }), "queries.q0.query"),
        (json!({ "q0": { "query": "a", "limit": 0 } }), "queries.q0.limit"),
        (json!({ "q0": { "query": "a", "limit": -3 } }), "queries.q0.limit"),
        (json!({ "q0": { "query": "a", "limit": 1.5 } }), "queries.q0.limit"),
        (json!({ "q0": { "query": "a", "limit": "many" } }), "queries.q0.limit"),
        (json!({ "q0": { "query": "a", "type": 5 } }), "queries.q0.type"),
        (json!({ "q0": { "query": "a", "type": [5] } }), "queries.q0.type"),
        (json!({ "q0": { "query": "a", "type_strict": "never" } }), "queries.q0.type_strict"),
        (json!({ "q0": { "query": "a", "properties": {} } }), "queries.q0.properties"),
        (json!({ "q0": { "query": "a", "properties": [{ "v": 1 }] } }), "queries.q0.properties[0].pid"),
        (json!({ "q0": { "query": "a", "properties": [{ "pid": "p" }] } }), "queries.q0.properties[0].v"),
        (json!({ "q0": { "query": "a", "properties": [{ "pid": "p", "v": [{}] }] } }), "queries.q0.properties[0].v[0]"),
        (json!({ "q0": { "query": "x".repeat(1_001) } }), "queries.q0.query"),
    ] {
        let problem = form("ror", "queries", &query).problem(400);
        assert_eq!(problem["field"], field, "{query}");
    }
    for (wanted, field) in [
        (json!({}), "extend.ids"),
        (json!({ "ids": [1], "properties": [] }), "extend.ids[0]"),
        (json!({ "ids": [], "properties": [{}] }), "extend.properties[0].id"),
        (
            json!({ "ids": [], "properties": [{ "id": "p", "settings": { "limit": "all" } }] }),
            "extend.properties[0].settings.limit",
        ),
    ] {
        let problem = form("ror", "extend", &wanted).problem(400);
        assert_eq!(problem["field"], field, "{wanted}");
    }
    for (body, field) in
        [("queries={", "queries"), ("", "queries"), ("queries={}&extend={}", "extend"), ("query=Stuttgart", "query")]
    {
        let problem = SERVER.post("/reconcile/ror", &[FORM], body).problem(400);
        assert_eq!(problem["field"], field, "{body}");
    }
    for (path, field) in [
        ("suggest/entity", "prefix"),
        ("suggest/entity?prefix=a&cursor=x", "cursor"),
        ("extend/propose?limit=x", "limit"),
        ("preview", "id"),
    ] {
        let problem = SERVER.get(&format!("/reconcile/ror/{path}"), "").problem(400);
        assert_eq!(problem["field"], field, "{path}");
    }
    SERVER.get("/reconcile/ror/suggest/place?prefix=a", "").problem(404);
}

#[test]
fn conditions_of_the_draft_are_told_of_with_their_field() {
    let conditions = |condition: Value| json!({ "queries": [{ "conditions": [condition] }] });
    for (body, field) in [
        (conditions(json!({ "matchType": "like", "propertyValue": "a" })), "queries[0].conditions[0].matchType"),
        (conditions(json!({ "matchType": "name" })), "queries[0].conditions[0].propertyValue"),
        (conditions(json!({ "matchType": "property", "propertyValue": "a" })), "queries[0].conditions[0].propertyId"),
        (
            conditions(json!({ "matchType": "property", "propertyId": "p", "propertyValue": "a", "required": "yes" })),
            "queries[0].conditions[0].required",
        ),
        (
            conditions(
                json!({ "matchType": "property", "propertyId": "p", "propertyValue": "a", "matchQuantifier": "some" }),
            ),
            "queries[0].conditions[0].matchQuantifier",
        ),
    ] {
        let problem = SERVER.post("/reconcile/ror/v1/match", &[JSON], &body.to_string()).problem(400);
        assert_eq!(problem["field"], field, "{body}");
    }
}

#[test]
fn a_batch_that_is_too_large_is_refused_with_the_limit() {
    let manifest = SERVER.get("/reconcile/ror", "").json();
    let most = usize::try_from(manifest["batchSize"].as_u64().unwrap()).unwrap();
    let batch = |many: usize| {
        let queries = (0..many).map(|at| (format!("q{at}"), json!({ "query": "a" })));
        Value::Object(queries.collect::<Map<_, _>>())
    };
    form("ror", "queries", &batch(most)).ok("application/json");
    let problem = form("ror", "queries", &batch(most + 1)).problem(413);
    assert_eq!(problem["limit"]["value"], most);
    assert!(problem["next"].as_str().unwrap().contains(&most.to_string()), "{problem}");
    let queries = vec![json!({ "conditions": [{ "matchType": "name", "propertyValue": "a" }] }); most + 1];
    SERVER.post("/reconcile/ror/v1/match", &[JSON], &json!({ "queries": queries }).to_string()).problem(413);
    let ids = vec!["04vnq7t77"; 1_001];
    form("ror", "extend", &json!({ "ids": ids, "properties": [] })).problem(413);
    let values = vec!["a"; 51];
    form("ror", "queries", &json!({ "q0": { "properties": [{ "pid": "p", "v": values }] } })).problem(413);
    // JSON that is nested without end is no JSON that is read.
    let nested = "[".repeat(100_000);
    SERVER.post("/reconcile/ror", &[FORM], &format!("queries={}", encode(&nested))).problem(400);
    SERVER.post("/reconcile/ror/v1/match", &[JSON], &nested).problem(400);
}

#[test]
fn no_script_of_a_callback_is_made() {
    for path in [
        "/reconcile/ror?callback=jQuery1_2",
        "/reconcile/ror?callback=alert&queries=%7B%7D",
        "/reconcile/store/suggest/entity?prefix=a&callback=alert%281%29",
        "/reconcile/ror/extend/propose?type=a&callback=x",
    ] {
        let problem = SERVER.get(path, "*/*").problem(400);
        assert_eq!(problem["field"], "callback", "{path}");
    }
}

#[test]
fn names_of_things_stay_text_in_a_preview() {
    let preview = SERVER.get("/reconcile/ror/preview?id=01ggx4157", "text/html").ok("text/html");
    assert!(preview.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; Company"), "{}", preview.text);
    for raw in ["<script>alert", "<img src=x", "<b>Meyrin"] {
        assert!(!preview.text.contains(raw), "{raw}: {}", preview.text);
    }
    let policy = preview.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
}
