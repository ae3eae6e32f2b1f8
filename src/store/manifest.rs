//! `manifest.json`: what is true of the folder. It is replaced as a whole, by renaming.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::checkpoint::Files;
use super::disk::Disk;
use super::hash::ContentHash;
use super::{Commit, StoreError};

const FORMAT: u32 = 2;

/// How many commits back can be asked for unless it is said otherwise.
pub(super) const KEEP: u64 = 100;

const NAME: &str = "manifest.json";
const NEW: &str = "manifest.json.new";

/// The name of the journal of the commits after `number`.
pub(super) fn journal(number: u64) -> String {
    format!("journal-{number}.log")
}

/// What stands in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// How many commits back can be asked for.
    pub(super) keep: u64,
    /// Oldest first; there is always one that is whole.
    pub(super) generations: Vec<Generation>,
}

/// A state that is kept whole, and the journal of the commits after it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Generation {
    pub(super) commit: Commit,
    /// The checkpoint's files; none while it is being written. The empty store needs none.
    pub(super) files: Files,
    pub(super) journal: String,
}

impl Generation {
    pub(super) fn new(commit: Commit, files: Files) -> Self {
        let journal = journal(commit.number);
        Self { commit, files, journal }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.commit.number == 0 || !self.files.is_empty()
    }
}

impl Manifest {
    /// That of an empty store.
    pub(super) fn new() -> Self {
        let commit = Commit {
            number: 0,
            time: SystemTime::now(),
            added: 0,
            removed: 0,
            quads: 0,
            hash: ContentHash::default().to_string(),
            note: String::new(),
        };
        Self { format: FORMAT, keep: KEEP, generations: vec![Generation::new(commit, BTreeMap::new())] }
    }

    pub(super) fn path(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// That of `folder`, or `None` if there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = Self::path(folder);
        match fs::read(&path) {
            Ok(text) => Self::parse(&text, &path).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file("read", &path)(error)),
        }
    }

    pub(super) fn parse(text: &[u8], path: &Path) -> Result<Self, StoreError> {
        let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
        // The format first: a later one may have other fields.
        let format = serde_json::from_slice::<serde_json::Value>(text)
            .map_err(|error| damaged(error.to_string()))?
            .get("format")
            .and_then(|format| u32::try_from(format.as_u64()?).ok())
            .ok_or_else(|| damaged("it names no format".into()))?;
        let (found, known, path) = (format, FORMAT, path.to_owned());
        if format > FORMAT {
            return Err(StoreError::Newer { path, found, known });
        }
        if format < FORMAT {
            return Err(StoreError::Older { path, found, known });
        }
        let manifest: Self = serde_json::from_slice(text).map_err(|error| damaged(error.to_string()))?;
        if !manifest.generations.is_sorted_by(|a, b| a.commit.number < b.commit.number) {
            return Err(damaged("its generations are out of order".into()));
        }
        if !manifest.generations.iter().any(Generation::is_whole) {
            return Err(damaged("none of its generations is whole".into()));
        }
        let plain =
            |name: &str| Path::new(name).components().count() == 1 && !name.contains(['/', '\\']) && name != "..";
        if let Some(name) = manifest.files().find(|name| !plain(name)) {
            return Err(damaged(format!("\"{name}\" is no name of a file of its folder")));
        }
        Ok(manifest)
    }

    /// Puts it in the place of the one that is there. `Err((error, true))` says that it may have taken its place all the same.
    pub(super) fn write(&self, folder: &Path, disk: &Disk) -> Result<(), (StoreError, bool)> {
        let text = serde_json::to_vec_pretty(self).expect("a manifest is plain data");
        let (path, new) = (folder.join(NAME), folder.join(NEW));
        let written = disk
            .create(&new)
            .and_then(|mut file| disk.write(&mut file, &text, &new).and_then(|()| disk.sync(&file, &new)))
            .and_then(|()| disk.rename(&new, &path));
        if let Err(error) = written {
            let _ = fs::remove_file(&new);
            return Err((error, false));
        }
        disk.sync_folder(folder).map_err(|error| (error, true))
    }

    /// The last generation at or before `number` that is whole, and those after it.
    pub(super) fn from(&self, number: u64) -> Option<(&Generation, &[Generation])> {
        let last = self.generations.iter().rposition(|one| one.is_whole() && one.commit.number <= number)?;
        Some((&self.generations[last], &self.generations[last + 1..]))
    }

    /// Names of all files that it speaks of.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.generations.iter().flat_map(|one| one.files.keys().chain([&one.journal])).map(String::as_str)
    }

    /// Forgets what lies further back than `keep` commits before `newest`.
    pub(super) fn prune(&mut self, newest: u64) {
        let floor = newest.saturating_sub(self.keep);
        let base = self.generations.iter().rposition(|one| one.is_whole() && one.commit.number <= floor);
        self.generations.drain(..base.unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn generation(number: u64, whole: bool) -> Generation {
        let mut one = Manifest::new().generations.remove(0);
        one.commit.number = number;
        let files =
            if whole { ["terms", "quads"].map(|kind| format!("{kind}-{number}.parquet")).to_vec() } else { vec![] };
        let seal = || serde_json::from_str(r#"{"bytes":0,"sha256":"","crc32":[]}"#).unwrap();
        Generation::new(one.commit, files.into_iter().map(|name| (name, seal())).collect())
    }

    #[test]
    fn what_is_too_old_is_forgotten_but_never_a_base() {
        let mut manifest = Manifest::new();
        manifest.keep = 10;
        manifest.generations.extend([generation(5, true), generation(8, false), generation(20, true)]);
        let numbers =
            |manifest: &Manifest| manifest.generations.iter().map(|one| one.commit.number).collect::<Vec<_>>();
        for (newest, left) in [(14, vec![0, 5, 8, 20]), (15, vec![5, 8, 20]), (29, vec![5, 8, 20]), (30, vec![20])] {
            manifest.prune(newest);
            assert_eq!(numbers(&manifest), left, "at {newest}");
        }
        assert_eq!(manifest.from(25).unwrap().0.commit.number, 20);
        assert!(manifest.from(19).is_none());
    }

    #[test]
    fn other_formats_and_strange_names_are_refused() {
        let path = Path::new("manifest.json");
        let text = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut json = serde_json::to_value(Manifest::new()).unwrap();
            change(&mut json);
            Manifest::parse(json.to_string().as_bytes(), path)
        };
        assert!(text(&|_| ()).is_ok());
        assert!(matches!(text(&|json| json["format"] = 3.into()), Err(StoreError::Newer { found: 3, .. })));
        assert!(matches!(text(&|json| json["format"] = 1.into()), Err(StoreError::Older { found: 1, .. })));
        for name in ["../x", "/etc/passwd", "..", "", "a/b"] {
            let refused = text(&|json| json["generations"][0]["journal"] = name.into());
            assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{name}");
        }
        assert!(matches!(text(&|json| json["generations"] = serde_json::json!([])), Err(StoreError::Damaged { .. })));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
            let _ = Manifest::parse(text.as_bytes(), Path::new("manifest.json"));
        }
    }
}
