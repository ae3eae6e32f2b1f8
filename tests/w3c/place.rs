//! Where the suites lie, and what their files are called on the web.

use std::fs;
use std::path::{Path, PathBuf};

use milieu::io::{RdfFormat, RdfParser};
use milieu::model::{GraphName, Quad};

/// The folder `sparql/` of the suites has this IRI; relative IRIs in data, queries and results follow from it.
const BASE: &str = "https://w3c.github.io/rdf-tests/sparql/";

/// The folder with `sparql10/`, `sparql11/` and `sparql12/`, if the shared data are here.
pub(crate) fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("MILIEU_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let folder = shared.join("w3c-sparql/sparql");
    folder.is_dir().then_some(folder)
}

/// The IRI of a file that lies in the folder.
pub(crate) fn iri(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).expect("the file lies in the folder");
    format!("{BASE}{}", inside.to_str().expect("the suites' file names are ASCII"))
}

/// The file that an IRI of the suites names.
pub(crate) fn path(iri: &str) -> Result<PathBuf, String> {
    let inside = iri.strip_prefix(BASE).ok_or_else(|| format!("{iri} is no file of the suites"))?;
    Ok(folder().ok_or("the suites are gone")?.join(inside))
}

/// The text of the file that an IRI names.
pub(crate) fn text(iri: &str) -> Result<String, String> {
    fs::read_to_string(path(iri)?).map_err(|error| format!("{iri}: {error}"))
}

/// The quads of an RDF file, in `graph` where the file names none; blank nodes are the file's own.
pub(crate) fn quads(iri: &str, graph: &GraphName) -> Result<Vec<Quad>, String> {
    let ending = iri.rsplit_once('.').map_or("", |(_, ending)| ending);
    let format = RdfFormat::from_extension(ending).ok_or_else(|| format!("{iri} is in no known RDF format"))?;
    RdfParser::from_format(format)
        .with_base_iri(iri)
        .map_err(|error| format!("{iri}: {error}"))?
        .with_default_graph(graph.clone())
        .rename_blank_nodes()
        .for_slice(text(iri)?.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{iri}: {error}"))
}
