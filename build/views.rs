//! Lists the views under `queries/`, so that adding one touches no Rust.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Writes `views.rs` into the folder of built files: pairs of an id and a text.
pub(crate) fn list() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    walk(&root.join("queries"), &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let id = file.strip_prefix(root.join("queries")).expect("it lies there").with_extension("");
        let id = id.to_str().expect("names are plain").replace('\\', "/");
        writeln!(code, "    ({id:?}, include_str!({:?})),", file.display().to_string()).expect("a string takes it");
    }
    code.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("views.rs"), code)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rq") {
            files.push(path);
        }
    }
    Ok(())
}
