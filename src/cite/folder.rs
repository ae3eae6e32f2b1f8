//! The folder of a crate.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::Citation;
use super::ro_crate::{DataFile, attached};
use crate::view::{Table, View, ViewError};

/// The file that describes a crate.
pub const METADATA: &str = "ro-crate-metadata.json";
pub(super) const RESULT: &str = "result.csv";
pub(super) const COLUMNS: &str = "result.csv-metadata.json";
pub(super) const QUERY: &str = "view.rq";
pub(super) const BIBTEX: &str = "citation.bib";
pub(super) const CSL: &str = "citation.json";

/// Why a crate cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CrateError {
    /// Something is there already.
    #[error("{} is not empty: a crate is written into a folder of its own", .0.display())]
    NotEmpty(PathBuf),
    /// A file cannot be written or read.
    #[error("{}: {source}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder holds no crate of a view's result.
    #[error("{} is no crate of a view's result: {reason}", .path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What is missing or wrong.
        reason: String,
    },
    /// Its view cannot be read or asked.
    #[error(transparent)]
    View(#[from] ViewError),
}

impl CrateError {
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::File { path, source }
    }
}

/// A run of a view, for a crate.
#[derive(Debug, Clone, Copy)]
pub struct Run<'r> {
    /// The view.
    pub view: &'r View,
    /// Its answer.
    pub table: &'r Table,
    /// The citation of the answer; its time is when the run ended.
    pub citation: &'r Citation,
    /// When the run began.
    pub started: SystemTime,
}

/// Writes `run` into `folder`, which is made if it is not there, as a crate ([RO-Crate 1.2](https://w3id.org/ro/crate/1.2)).
///
/// | file | what |
/// |---|---|
/// | `ro-crate-metadata.json` | what all of it is: JSON-LD with licences, sources, parameters and times |
/// | `result.csv` | the result |
/// | `result.csv-metadata.json` | what its columns mean (CSV on the Web) |
/// | `view.rq` | the view: header and SPARQL |
/// | `citation.bib`, `citation.json` | how to cite it: BibTeX and CSL-JSON |
///
/// # Errors
/// [`CrateError`] when the folder holds something already or cannot be written.
///
/// ```
/// use milieu::cite::{Citation, Kept, Run, write_crate};
/// use milieu::view::{Catalogue, RunOptions};
/// use std::time::SystemTime;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let store = milieu::Store::new();
/// # milieu::ingest::Load::new(&store).toy()?;
/// let (snapshot, view, started) = (store.snapshot(), Catalogue::shipped().get("cluster/ei-index")?, SystemTime::now());
/// let arguments = view.arguments([("group", "Alder Valley")])?;
/// let table = view.run(&snapshot, &arguments, &RunOptions::default())?;
/// let citation = Citation::of(view, &snapshot, &arguments, &table, SystemTime::now())?.authors(["Byron, Ada"]);
/// write_crate(folder.path(), &Run { view, table: &table, citation: &citation, started })?;
/// let verdict = Kept::read(folder.path())?.verify(&snapshot, &RunOptions::default())?;
/// assert!(verdict.is_equal());
/// # Ok(()) }
/// ```
pub fn write_crate(folder: &Path, run: &Run<'_>) -> Result<(), CrateError> {
    let failed = CrateError::file;
    fs::create_dir_all(folder).map_err(failed(folder))?;
    if fs::read_dir(folder).map_err(failed(folder))?.next().is_some() {
        return Err(CrateError::NotEmpty(folder.to_owned()));
    }
    let (mut result, mut columns) = (Vec::new(), Vec::new());
    run.table.to_csv(&mut result)?;
    run.table.to_csvw(RESULT, &mut columns)?;
    let contents = [
        (RESULT, result),
        (COLUMNS, columns),
        (QUERY, run.view.text().as_bytes().to_vec()),
        (BIBTEX, run.citation.to_bibtex().into_bytes()),
        (CSL, format!("{:#}\n", run.citation.to_csl()).into_bytes()),
    ];
    let mut files = Vec::new();
    for (name, bytes) in contents {
        let path = folder.join(name);
        fs::write(&path, &bytes).map_err(failed(&path))?;
        let (size, sha256) = (Some(bytes.len()), Some(crate::hex(&Sha256::digest(&bytes))));
        files.push(DataFile { id: name.to_owned(), part: name, size, sha256 });
    }
    let path = folder.join(METADATA);
    fs::write(&path, format!("{:#}\n", attached(run, &files))).map_err(failed(&path))
}
