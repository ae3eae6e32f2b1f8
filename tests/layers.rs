//! Data flow one way. Every `crate::` in `src/` is held against a table of what each layer may see.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A layer, and the layers that it may see beside itself.
const MAY_SEE: &[(&str, &[&str])] = &[
    ("vocab", &[]),
    ("batch", &[]),
    ("source", &[]),
    ("measure", &[]),
    ("memory", &[]),
    ("remote", &[]),
    ("store", &["snapshot"]),
    ("snapshot", &["vocab", "store"]),
    ("sparql", &["vocab", "batch", "source", "measure", "memory", "remote", "store", "snapshot"]),
    ("mapping", &["vocab", "source", "store", "snapshot", "link"]),
    ("ingest", &["vocab", "source", "store", "snapshot", "mapping", "reason"]),
    ("reason", &["vocab", "store", "snapshot"]),
    ("link", &["vocab", "source"]),
    ("enrich", &["vocab", "remote", "store", "snapshot", "sparql", "interop", "ingest", "reason"]),
    ("canonical", &["interop"]),
    ("interop", &["store", "snapshot"]),
    ("shape", &["vocab", "store", "snapshot"]),
    ("view", &["vocab", "batch", "snapshot", "sparql", "measure"]),
    ("cite", &["vocab", "store", "snapshot", "ingest", "view"]),
    ("what_if", &["vocab", "store", "snapshot", "ingest", "reason", "view"]),
    (
        "face",
        &[
            "vocab",
            "batch",
            "canonical",
            "memory",
            "remote",
            "enrich",
            "store",
            "snapshot",
            "sparql",
            "link",
            "mapping",
            "ingest",
            "reason",
            "shape",
            "link",
            "view",
            "cite",
            "what_if",
        ],
    ),
];

/// What everyone may see: the RDF model and its formats, words as people type them, and hexadecimal.
const COMMON: [&str; 4] = ["model", "io", "text", "hex"];

/// Short names at the root of the library, and where they come from.
const ROOT: [(&str, &str); 4] =
    [("Snapshot", "snapshot"), ("Store", "store"), ("StoreError", "store"), ("Transaction", "store")];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every file of `src/` with the layer that it belongs to.
fn files() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    let layer = |path: &Path| {
        let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    let files = found.into_iter().map(|path| (layer(&path), path.clone(), fs::read_to_string(&path).unwrap()));
    files.filter(|(layer, ..)| !["lib", "bin", "text"].contains(&layer.as_str())).collect()
}

/// The modules of the crate that a text names in code, with the lines.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for (at, _) in line.match_indices("crate::") {
            let own = line[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '_');
            let rest = &line[at + "crate::".len()..];
            if !own || rest.starts_with("macros") {
                continue;
            }
            let list = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
            let parts = if rest.starts_with('{') { list.split(',').collect() } else { vec![list] };
            for part in parts {
                let name: String = part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let name = ROOT.iter().find(|(short, _)| *short == name).map_or(name, |(_, from)| (*from).to_owned());
                names.push((number + 1, name));
            }
        }
    }
    names
}

#[test]
fn each_layer_sees_only_what_it_may() {
    let may_see: BTreeMap<_, _> = MAY_SEE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (layer, path, text) in files() {
        let Some(allowed) = may_see.get(layer.as_str()) else {
            panic!("{} belongs to no layer of the table: add \"{layer}\" to it, with what it may see", path.display());
        };
        for (line, name) in named(&text) {
            if name != layer && !COMMON.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}:{line}: {layer} may not see {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_names_layers_that_exist() {
    let there: BTreeSet<String> = files().into_iter().map(|(layer, ..)| layer).collect();
    let table: BTreeSet<String> = MAY_SEE.iter().map(|(layer, _)| (*layer).to_owned()).collect();
    assert_eq!(there, table);
}

#[test]
fn the_reader_of_uses_finds_them() {
    let text =
        "use crate::model::Term;\nuse crate::{Snapshot, vocab::dct};\n// use crate::face;\nlet x = crate::view::y();";
    let names: Vec<String> = named(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["model", "snapshot", "vocab", "view"]);
}

/// A face hands SPARQL on; what it asks of its own is a view, or is read from the snapshot.
#[test]
fn no_face_asks_in_sparql_of_its_own() {
    let calls = ["sparql::query(", "sparql::parse(", "sparql::update(", "sparql::update_in("];
    let verbs = ["\"SELECT", "\"ASK", "\"CONSTRUCT", "\"DESCRIBE", "\"INSERT", "\"DELETE", "\"PREFIX"];
    let asks = |text: &str| {
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        // The text may stand on the lines after the call.
        let window = |at: usize| code[at..code.len().min(at + 4)].join(" ");
        let call = |at: &usize| calls.iter().any(|call| code[*at].contains(call));
        (0..code.len()).filter(call).any(|at| verbs.iter().any(|verb| window(at).contains(verb)))
    };
    assert!(
        asks("x();\nsparql::query(\n    &snapshot,\n    \"SELECT * { ?s ?p ?o }\",\n)"),
        "the check finds what it is for"
    );
    for (layer, path, text) in files() {
        assert!(layer != "face" || !asks(&text), "{} asks in SPARQL of its own: make it a view", path.display());
    }
}

#[test]
fn a_measure_knows_nothing_of_rdf() {
    for (layer, path, text) in files() {
        let names_rdf = |line: &&str| !line.trim_start().starts_with("//") && line.contains("oxigraph");
        assert!(layer != "measure" || !text.lines().any(|line| names_rdf(&line)), "{}", path.display());
    }
}
