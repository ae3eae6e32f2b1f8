//! Whether the server lives, whether it can answer, and what it did.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use milieu::Store;
use milieu::face::http::{Loading, Settings, State, app};
use tower::ServiceExt;

use crate::server::Server;

/// The samples of a text of Prometheus, by name and labels as they are written; every one has to have a type and a help.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let mut kinds = BTreeMap::new();
    let mut helped = Vec::new();
    let mut samples = BTreeMap::new();
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, words) = help.split_once(' ').expect("a help");
            assert!(!words.is_empty());
            helped.push(name.to_owned());
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("a type");
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(kinds.insert(name.to_owned(), kind.to_owned()).is_none(), "{name} is there twice");
        } else {
            let (name, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("no sample: {line:?}"));
            let bare = name.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
            assert!(kinds.contains_key(bare) || kinds.get(family).is_some_and(|kind| kind == "histogram"), "{line}");
            assert!(helped.iter().any(|name| name == bare || name == family), "{line}");
            assert!(name.contains('{') == name.ends_with('}'), "{line}");
            let value = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
            assert!(samples.insert(name.to_owned(), value).is_none(), "{line} is there twice");
        }
    }
    samples
}

#[test]
fn metrics_tell_what_happened() {
    let server = Server::toy(Settings::new().max_rows(10));
    server.query("ASK { }", "").ok("application/sparql-results+json");
    server.query("ASK { }", "").ok("application/sparql-results+json");
    server.query("SELECT * { ?s ?p ?o }", "").problem(422);
    server.get("/views/cluster/members-by-kind.json?group_kind=milieu:Cluster", "").ok("application/json");
    server.get("/views/cluster/members-by-kind.json?group_kind=milieu:Cluster", "").ok("application/json");
    server.get("/nowhere/at/all", "").problem(404);
    let answer = server.get("/metrics", "").ok("text/plain");
    assert!(answer.header("content-type").contains("version=0.0.4"), "{}", answer.header("content-type"));
    let samples = samples(&answer.text);
    let value = |name: &str| *samples.get(name).unwrap_or_else(|| panic!("{name} is not in {}", answer.text));
    let snapshot = server.store.snapshot();
    #[expect(clippy::cast_precision_loss, reason = "numbers of a toy")]
    let expected = [
        ("milieu_requests_total{method=\"GET\",route=\"/sparql\",status=\"200\"}", 2.0),
        ("milieu_requests_total{method=\"GET\",route=\"/sparql\",status=\"422\"}", 1.0),
        ("milieu_requests_total{method=\"GET\",route=\"none\",status=\"404\"}", 1.0),
        ("milieu_request_duration_seconds_count{route=\"/sparql\"}", 3.0),
        ("milieu_request_duration_seconds_bucket{route=\"/sparql\",le=\"+Inf\"}", 3.0),
        ("milieu_problems_total{type=\"too-many-rows\"}", 1.0),
        ("milieu_view_answers_total{answer=\"computed\"}", 1.0),
        ("milieu_view_answers_total{answer=\"kept\"}", 1.0),
        ("milieu_queries_running", 0.0),
        ("milieu_queries_waiting", 0.0),
        ("milieu_answers_unfinished_total", 0.0),
        ("milieu_snapshot_number", snapshot.number() as f64),
        ("milieu_quads", snapshot.len() as f64),
        ("milieu_store_bytes", 0.0),
    ];
    for (name, expected) in expected {
        assert!((value(name) - expected).abs() < 0.5, "{name} is {}, not {expected}", value(name));
    }
    assert!(value("milieu_sent_bytes_total") > 500.0);
    assert!(samples.keys().any(|name| name.starts_with("milieu_build_info{version=\"")), "{}", answer.text);
    if cfg!(target_os = "linux") {
        assert!(value("milieu_resident_memory_bytes") > 1e6);
    }
}

#[test]
fn a_store_on_disk_is_measured_and_looked_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let store = Store::open(&path).unwrap();
    milieu::ingest::Load::new(&store).toy().unwrap();
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(&path).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    let server = Server::over(store, Settings::new().token("open sesame"));
    assert!(samples(&server.get("/metrics", "").text)["milieu_store_bytes"] > 1000.0);
    let ready = server.get("/readyz", "").ok("application/json").json();
    assert_eq!((&ready["status"], &ready["writes"]), (&"ready".into(), &true.into()));
    assert_eq!(names(), before, "the check leaves nothing behind");
    // Writing fails from now on, and reading from memory goes on.
    std::fs::rename(&path, folder.path().join("elsewhere")).unwrap();
    assert_eq!(server.get("/readyz", "").problem(503)["type"], "https://w3id.org/milieu/problem/not-ready");
    server.get("/healthz", "").ok("application/json");
    std::fs::rename(folder.path().join("elsewhere"), &path).unwrap();
    server.get("/readyz", "").ok("application/json");
}

async fn ask(app: &Router, path: &str) -> u16 {
    let request = axum::http::Request::get(path).header("host", "localhost");
    let request = request.body(axum::body::Body::empty()).unwrap();
    app.clone().oneshot(request).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_server_that_shuts_down_is_not_ready() {
    let state = State::new(Arc::new(Store::new()), Settings::new());
    let app = app(state.clone());
    assert_eq!((ask(&app, "/healthz").await, ask(&app, "/readyz").await), (200, 200));
    state.close();
    assert_eq!((ask(&app, "/healthz").await, ask(&app, "/readyz").await), (200, 503));
}

#[tokio::test]
async fn a_server_that_loads_lives_and_is_not_ready() {
    let loading = Loading::new();
    let served = loading.app();
    for (path, status) in [("/healthz", 200), ("/readyz", 503), ("/sparql?query=ASK%7B%7D", 503), ("/nowhere", 503)] {
        assert_eq!(ask(&served, path).await, status, "{path}");
    }
    loading.done(app(State::new(Arc::new(Store::new()), Settings::new())));
    for (path, status) in [("/healthz", 200), ("/readyz", 200), ("/sparql?query=ASK%7B%7D", 200), ("/nowhere", 404)] {
        assert_eq!(ask(&served, path).await, status, "{path}");
    }
}
