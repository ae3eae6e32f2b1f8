//! What goes wrong with a shelf.

use std::io;
use std::path::{Path, PathBuf};

use crate::link::target::TargetError;

/// Why a target was not added, opened or removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShelfError {
    /// There is no target of this name.
    #[error("no target \"{name}\" in {}{}; add one with `milieu target add {name} FILE`", .folder.display(), there(.known))]
    Missing {
        /// The name that was asked for.
        name: String,
        /// The shelf's folder.
        folder: PathBuf,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A name that is none.
    #[error("\"{0}\" is no name for a target: letters, digits, - and _, at most 64")]
    Name(String),
    /// The file is not as it was written, or another milieu wrote it.
    #[error("{} cannot be used: {reason}; make it anew with `milieu target add {name} FILE`", .path.display())]
    Damaged {
        /// The target's name.
        name: String,
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A file cannot be read or written.
    #[error("cannot {action} {}", .path.display())]
    File {
        /// What was to be done.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// What is to be added cannot be read.
    #[error(transparent)]
    Target(#[from] TargetError),
}

impl ShelfError {
    pub(super) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { action, path, source }
    }
}

fn there(known: &[String]) -> String {
    if known.is_empty() { String::new() } else { format!(" (there are {})", known.join(", ")) }
}
