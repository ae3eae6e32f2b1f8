use std::io;
use std::path::{Path, PathBuf};

/// Why a store could not be opened, read or written. Whatever it is, nothing that was kept is lost.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has the folder open to write.
    #[error("{folder} is in use by {pid}: stop it, open the store to read only, or give another folder")]
    InUse {
        /// The store's folder.
        folder: PathBuf,
        /// The process that holds it, as its lock file says.
        pid: String,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {path}: {source}{}", way_out(.action, .source))]
    File {
        /// What was tried: read, write, sync, rename.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file is there but is not what the manifest says, or cannot be understood.
    #[error(
        "{path} is damaged: {reason}. `milieu verify-store` says what else is; restore a backup, or load the sources again \
         into a new folder"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        reason: String,
    },
    /// The folder was written by a later version.
    #[error("{path} is of store format {found}, and this version reads format {known}: use a newer milieu")]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// The format that it names.
        found: u32,
        /// The format that is known here.
        known: u32,
    },
    /// The folder was written by an earlier version, whose format is no longer read.
    #[error(
        "{path} is of store format {found}, and this version reads format {known}: export it with the milieu that wrote it, \
         and load that"
    )]
    Older {
        /// The manifest.
        path: PathBuf,
        /// The format that it names.
        found: u32,
        /// The format that is known here.
        known: u32,
    },
    /// The store was opened to read only.
    #[error("{folder} was opened to read only: open it with Store::open to write")]
    ReadOnly {
        /// The store's folder.
        folder: PathBuf,
    },
    /// There is no store there.
    #[error("there is no store in {folder}: make one with `milieu load KIND PATH --store {folder}`")]
    Missing {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// A folder that is to be written is not empty.
    #[error("{folder} is not empty: give a new folder")]
    Occupied {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// An earlier write failed in a way that could not be taken back.
    #[error(
        "{folder} takes no more commits since an earlier write to it failed: mend the disk and open the store again; what was \
         acknowledged is kept"
    )]
    Broken {
        /// The store's folder.
        folder: PathBuf,
    },
    /// A snapshot was asked for that is no longer kept, or not made yet.
    #[error("snapshot {number} is not kept: there are {oldest} to {newest} (how many are kept is a setting)")]
    NotKept {
        /// The number that was asked for.
        number: u64,
        /// The oldest that is kept.
        oldest: u64,
        /// The newest.
        newest: u64,
    },
}

impl StoreError {
    /// Makes an error of what the operating system said of `path`.
    pub(super) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { action, path, source }
    }

    /// Whether a file was not there.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(self, Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// What people can do about it.
fn way_out(action: &str, error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => ". Nothing was changed: free some space and do it again",
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem if action != "read" => {
            ". Nothing was changed: allow to write there, give another folder, or open the store to read only"
        }
        Kind::FileTooLarge => ". Nothing was changed: raise the limit of a file's size and do it again",
        _ => "",
    }
}
