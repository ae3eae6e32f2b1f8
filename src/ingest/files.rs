//! The files of a source, under the names they are published with.

use super::LoadError;
use super::report::FileUsed;
use crate::source::shipped::Table;
use crate::source::{Meter, Refused, Source, open};
use std::path::{Path, PathBuf};

/// A folder that holds the files of a source, itself or one level below; or one of the files, beside which the others lie.
pub(super) struct Files {
    given: String,
    folders: Vec<PathBuf>,
    used: Used,
}

/// The files that fill one graph: what is reported of them, and how far each has been read.
#[derive(Default)]
pub(super) struct Used {
    pub(super) files: Vec<FileUsed>,
    pub(super) meters: Vec<Meter>,
}

impl Used {
    pub(super) fn of(source: &Source) -> Self {
        Self { files: vec![FileUsed::of(source)], meters: source.meter().into_iter().collect() }
    }

    fn add(&mut self, source: &Source) {
        self.files.push(FileUsed::of(source));
        self.meters.extend(source.meter());
    }
}

impl From<Vec<FileUsed>> for Used {
    /// Of what is not a file on a disk, and is at hand at once.
    fn from(files: Vec<FileUsed>) -> Self {
        Self { files, meters: Vec::new() }
    }
}

impl Files {
    pub(super) fn new(path: &Path) -> Self {
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
        let mut below: Vec<PathBuf> = std::fs::read_dir(folder)
            .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect())
            .unwrap_or_default();
        below.sort_unstable();
        let folders = std::iter::once(folder.to_owned()).chain(below).collect();
        Self { given: path.display().to_string(), folders, used: Used::default() }
    }

    /// What was given to load.
    pub(super) fn given(&self) -> &str {
        &self.given
    }

    /// The files opened so far.
    pub(super) fn used(self) -> Used {
        self.used
    }

    /// Opens a file that is needed, plain or compressed.
    pub(super) fn open(&mut self, name: &str) -> Result<Source, LoadError> {
        let missing = || Refused::new(&self.given, 0, format!("no file {name} here, nor one level below"));
        let source = self.find(name).ok_or_else(missing)?;
        self.take(&source)
    }

    /// Opens a file that may be missing; then it is as if it had a header and no rows.
    pub(super) fn open_or(&mut self, name: &str, header: &'static str) -> Result<Source, LoadError> {
        match self.find(name) {
            Some(path) => self.take(&path),
            None => Ok(Source::from_bytes(name, header)?),
        }
    }

    fn find(&self, name: &str) -> Option<PathBuf> {
        let endings = ["", ".gz", ".zst"];
        let candidates =
            self.folders.iter().flat_map(|folder| endings.map(|ending| folder.join(format!("{name}{ending}"))));
        candidates.into_iter().find(|path| path.is_file())
    }

    fn take(&mut self, path: &Path) -> Result<Source, LoadError> {
        let source = open(path)?;
        self.used.add(&source);
        Ok(source)
    }
}

/// The tables that ship with milieu, as files that a load used.
pub(super) fn built_in(tables: &[Table]) -> Used {
    tables.iter().map(|table| FileUsed::of(&table.source())).collect::<Vec<_>>().into()
}
