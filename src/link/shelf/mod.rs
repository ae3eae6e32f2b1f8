//! A shelf of targets: a folder with a file a target, written once and opened often.

mod error;
mod file;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use error::ShelfError;

use super::target::{self, Description, Format, Target, Watch};

/// A folder of targets.
///
/// ```
/// use milieu::link::{decision::LinkOptions, mention::Mention, shelf::{AddOptions, Shelf}};
/// # let folder = tempfile::tempdir()?;
/// let file = folder.path().join("ror.jsonl");
/// std::fs::write(&file, concat!(
///     r#"{"id": "04vnq7t77", "status": "active", "name": "University of Stuttgart", "country": "DE"}"#, "\n",
///     r#"{"id": "00b1c9541", "status": "active", "name": "University of Hohenheim", "country": "DE"}"#,
/// ))?;
///
/// let shelf = Shelf::new(folder.path().join("targets"));
/// shelf.add("ror", &file, &AddOptions::default(), &())?;
/// assert_eq!(shelf.list()?[0].name, "ror");
/// let target = shelf.open("ror")?;
/// let decision = target.linker.link(&Mention::new("Universität Stuttgart, Germany"), LinkOptions::default());
/// assert_eq!(decision.links[0].id, "https://ror.org/04vnq7t77");
/// shelf.remove("ror")?;
/// assert!(shelf.list()?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
}

/// What is said of a target when it is added; `None` for what is to be found out.
#[derive(Debug, Clone, Default)]
pub struct AddOptions {
    /// The form in which it is published; else its beginning tells.
    pub format: Option<Format>,
    /// The licence of the data; else that under which the format's publisher gives them away.
    pub licence: Option<String>,
    /// The publisher's version or date.
    pub version: Option<String>,
}

/// A target on a shelf.
#[derive(Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// The size of its file in bytes.
    pub bytes: u64,
    /// What is known of it, or why its file cannot be used.
    pub description: Result<Description, ShelfError>,
}

impl Shelf {
    /// The shelf in a folder, which need not be there before something is added.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The folder for a person's own targets, where the system keeps such data; `None` where it names none.
    ///
    /// ```
    /// use milieu::link::shelf::Shelf;
    /// assert!(Shelf::own_folder().is_none_or(|folder| folder.ends_with("milieu/targets")));
    /// ```
    pub fn own_folder() -> Option<PathBuf> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let data = if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            variable("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")))
        };
        data.map(|data| data.join("milieu").join("targets"))
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a file as published and puts it on the shelf, whole or not at all; one of this name makes way for it.
    ///
    /// # Errors
    /// [`ShelfError`]: the name is none, the file cannot be read, or the shelf not written.
    pub fn add(
        &self,
        name: &str,
        path: &Path,
        options: &AddOptions,
        watch: &dyn Watch,
    ) -> Result<Description, ShelfError> {
        let to = self.path(name)?;
        let (format, source) = target::open(path, options.format)?;
        let sha256 = source.sha256().to_owned();
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let records = format.read(source, watch)?;
        let description = Description {
            name: name.to_owned(),
            format,
            iri_prefix: format.iri_prefix().to_owned(),
            records: records.len() as u64,
            file,
            sha256,
            added: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            licence: options.licence.clone().or_else(|| format.licence().map(str::to_owned)),
            version: options.version.clone(),
        };
        fs::create_dir_all(&self.folder).map_err(ShelfError::file("make", &self.folder))?;
        file::write(&to, &description, &records)?;
        Ok(description)
    }

    /// The targets by name. A file that cannot be used is among them, with the reason.
    ///
    /// # Errors
    /// [`ShelfError::File`] when the folder is there and cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, ShelfError> {
        let mut found = Vec::new();
        for (name, path) in self.files()? {
            let bytes = fs::metadata(&path).map_err(ShelfError::file("read", &path))?.len();
            found.push(Listed { description: file::describe(&path, &name), name, bytes });
        }
        Ok(found)
    }

    /// Opens a target.
    ///
    /// # Errors
    /// [`ShelfError::Missing`] with the names that there are, or [`ShelfError::Damaged`] with the way out.
    pub fn open(&self, name: &str) -> Result<Target, ShelfError> {
        let path = self.there(name)?;
        let (description, records) = file::read(&path, name)?;
        Ok(Target::new(description, records))
    }

    /// What is known of a target, without opening it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn describe(&self, name: &str) -> Result<Description, ShelfError> {
        file::describe(&self.there(name)?, name)
    }

    /// Takes a target off the shelf.
    ///
    /// # Errors
    /// [`ShelfError::Missing`], or [`ShelfError::File`] when its file cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), ShelfError> {
        let path = self.there(name)?;
        fs::remove_file(&path).map_err(ShelfError::file("remove", &path))
    }

    fn path(&self, name: &str) -> Result<PathBuf, ShelfError> {
        let own = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        if name.is_empty() || name.len() > 64 || !name.chars().all(own) {
            return Err(ShelfError::Name(name.to_owned()));
        }
        Ok(self.folder.join(name).with_extension(file::EXTENSION))
    }

    fn there(&self, name: &str) -> Result<PathBuf, ShelfError> {
        let path = self.path(name)?;
        if path.is_file() {
            return Ok(path);
        }
        let known = self.files()?.into_iter().map(|(name, _)| name).collect();
        Err(ShelfError::Missing { name: name.to_owned(), folder: self.folder.clone(), known })
    }

    fn files(&self) -> Result<Vec<(String, PathBuf)>, ShelfError> {
        let unreadable = |error| ShelfError::file("read", &self.folder)(error);
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == file::EXTENSION)
                && let Some(name) = path.file_stem().and_then(|name| name.to_str())
            {
                found.push((name.to_owned(), path));
            }
        }
        found.sort();
        Ok(found)
    }
}
