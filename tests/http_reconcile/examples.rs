//! Every published example of a request is answered if it is valid and refused if it is not.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::skip::skipped;
use crate::world::{JSON, SERVER, form};

/// The examples of a kind of message, by name.
fn examples(test: &str, version: &str, kind: &str) -> Option<Vec<(String, Value)>> {
    let folder = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let folder = folder.join(format!("reconciliation-api/{version}/examples/{kind}"));
    let Ok(files) = fs::read_dir(&folder) else {
        skipped(test, &format!("{} is not there", folder.display()));
        return None;
    };
    let read = |file: fs::DirEntry| {
        let example = fs::read_to_string(file.path()).unwrap();
        (file.file_name().to_string_lossy().into_owned(), serde_json::from_str(&example).unwrap())
    };
    let mut found: Vec<(String, Value)> = files.map(|file| read(file.unwrap())).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(!found.is_empty(), "{}", folder.display());
    Some(found)
}

#[test]
fn valid_requests_of_version_02_are_answered() {
    let test = "valid_requests_of_version_02_are_answered";
    for (field, kind) in [("queries", "reconciliation-query-batch"), ("extend", "data-extension-query")] {
        let Some(examples) = examples(test, "0.2", &format!("{kind}/valid")) else { return };
        for (name, example) in examples {
            for service in ["ror", "store"] {
                let answer = form(service, field, &example);
                assert_eq!(answer.status, 200, "{name}: {}", answer.text);
                let answered = answer.json();
                let asked = if field == "queries" { &example } else { &answered["rows"] };
                assert!(asked.as_object().unwrap().keys().all(|key| {
                    if field == "queries" {
                        answered[key]["result"].is_array()
                    } else {
                        answered["rows"][key].is_object()
                    }
                }));
            }
        }
    }
}

#[test]
fn invalid_requests_of_version_02_are_refused() {
    let test = "invalid_requests_of_version_02_are_refused";
    let Some(examples) = examples(test, "0.2", "reconciliation-query-batch/invalid") else { return };
    for (name, example) in examples {
        let problem = form("ror", "queries", &example).problem(400);
        let field = problem["field"].as_str().unwrap_or_else(|| panic!("{name}: {problem}"));
        assert!(
            field.starts_with("queries.q") && problem["detail"].as_str().unwrap().starts_with(field),
            "{name}: {problem}"
        );
    }
}

#[test]
fn valid_requests_of_the_draft_are_answered() {
    let test = "valid_requests_of_the_draft_are_answered";
    for (path, kind) in [("match", "reconciliation-query-batch"), ("extend", "data-extension-query")] {
        let Some(examples) = examples(test, "1.0-draft", &format!("{kind}/valid")) else { return };
        for (name, example) in examples {
            let answer = SERVER.post(&format!("/reconcile/ror/v1/{path}"), &[JSON], &example.to_string());
            assert_eq!(answer.status, 200, "{name}: {}", answer.text);
            let answered = answer.json();
            let (asked, told) = match path {
                "match" => (&example["queries"], &answered["results"]),
                _ => (&example["ids"], &answered["rows"]),
            };
            assert_eq!(asked.as_array().unwrap().len(), told.as_array().unwrap().len(), "{name}");
        }
    }
}

#[test]
fn invalid_requests_of_the_draft_are_refused() {
    let test = "invalid_requests_of_the_draft_are_refused";
    let Some(examples) = examples(test, "1.0-draft", "reconciliation-query-batch/invalid") else { return };
    for (name, example) in examples {
        let problem = SERVER.post("/reconcile/ror/v1/match", &[JSON], &example.to_string()).problem(400);
        let field = problem["field"].as_str().unwrap_or_else(|| panic!("{name}: {problem}"));
        assert!(problem["detail"].as_str().unwrap().starts_with(field), "{name}: {problem}");
    }
}
