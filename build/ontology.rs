//! The Turtle files of the ontology and of the atlas, as constants for `src/ingest/embedded.rs`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Writes `ontology.rs` into the folder of built files.
pub(crate) fn list() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=ontology");
    // Shapes are checked against, not loaded.
    let mut ontology = turtle(&root, "ontology");
    ontology.retain(|file| !file.ends_with("shapes.ttl"));
    for folder in ["ontology/milieu", "ontology/scheme"] {
        ontology.extend(turtle(&root, folder));
    }
    let mut text = constant("ONTOLOGY", "The ontology, the terms it reuses and its schemes.", &root, &ontology);
    text += &constant("ATLAS", "The paper's world.", &root, &turtle(&root, "ontology/atlas"));
    fs::write(out.join("ontology.rs"), text).expect("the folder of built files can be written");
}

#[expect(clippy::unnecessary_debug_formatting, reason = "a path in Rust source is a quoted text")]
fn constant(name: &str, what: &str, root: &Path, files: &[String]) -> String {
    let mut text = format!("/// {what}\npub(crate) const {name}: &[File] = &[\n");
    for file in files {
        let path = root.join(file);
        writeln!(text, "    ({file:?}, include_bytes!({path:?})),").expect("a string takes all that is written");
    }
    text + "];\n"
}

/// The Turtle files of a folder, by their paths from the root, sorted.
fn turtle(root: &Path, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root.join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "ttl"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    files.sort_unstable();
    files
}
