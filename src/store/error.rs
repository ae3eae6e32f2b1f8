use std::io;
use std::path::PathBuf;

/// Why a store could not be opened or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has the folder open.
    #[error("{folder} is in use by {pid}: stop it, or give another folder")]
    InUse {
        /// The store's folder.
        folder: PathBuf,
        /// The process that holds it, as its lock file says.
        pid: String,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {path}: {source}")]
    File {
        /// What was tried: read, write, rename.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file is there but is not what the manifest says, or cannot be understood.
    #[error("{path} is damaged: {reason}. Restore the folder from a copy, or load the sources again into a new one")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder was written by a later version.
    #[error("{path} is of store format {found}, and this version reads up to {known}: use a newer milieu")]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// The format that it names.
        found: u32,
        /// The last format that is known here.
        known: u32,
    },
}
