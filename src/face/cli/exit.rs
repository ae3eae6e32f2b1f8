//! What a command ends with: a number for programs, a sentence for people.

use std::io;
use std::process::ExitCode;

use crate::cite::CrateError;
#[cfg(feature = "federation")]
use crate::enrich::EnrichError;
use crate::ingest::LoadError;
use crate::link::shelf::ShelfError;
use crate::link::table::TableError;
use crate::link::target::TargetError;
use crate::reason::ReasonError;
use crate::sparql::SparqlError;
use crate::store::StoreError;
use crate::view::ViewError;
use crate::what_if::WhatIfError;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// All went well.
    Ok = 0,
    /// The data or the query says no.
    No = 1,
    /// The command was called wrongly.
    Usage = 2,
    /// A limit was met.
    Limit = 3,
    /// A file or the store could not be read or written.
    Io = 4,
    /// Stopped by Ctrl-C; the number that shells give to an interrupt.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The command was called wrongly, in a way that the parser cannot see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub(super) String);

/// The data or the query says no.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct No(pub(super) String);

/// A file or a store is not there, or not what it should be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unreadable(pub(super) String);

impl Exit {
    /// The exit that an error asks for: that of the first cause that has one.
    pub(super) fn of(error: &anyhow::Error) -> Self {
        error.chain().find_map(Self::of_cause).unwrap_or(Self::No)
    }

    fn of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<Self> {
        if cause.is::<Usage>() {
            return Some(Self::Usage);
        }
        if cause.is::<No>() {
            return Some(Self::No);
        }
        if cause.is::<Unreadable>() || cause.is::<StoreError>() || cause.is::<io::Error>() {
            return Some(Self::Io);
        }
        if cause.is::<ReasonError>() {
            return Some(Self::Limit);
        }
        #[cfg(feature = "federation")]
        if let Some(error) = cause.downcast_ref::<EnrichError>() {
            return match error {
                EnrichError::Store(_) => Some(Self::Io),
                EnrichError::Reason(_) => Some(Self::Limit),
                // The fault of the query decides.
                EnrichError::Things(_) => None,
                _ => Some(Self::Usage),
            };
        }
        if let Some(error) = cause.downcast_ref::<SparqlError>() {
            return Some(Self::of_sparql(error));
        }
        if let Some(error) = cause.downcast_ref::<CrateError>() {
            return Some(match error {
                CrateError::NotEmpty(_) => Self::Usage,
                CrateError::View(error) => Self::of_view(error),
                _ => Self::Io,
            });
        }
        if let Some(error) = cause.downcast_ref::<ShelfError>() {
            return Some(Self::of_shelf(error));
        }
        if let Some(error) = cause.downcast_ref::<TableError>() {
            return Some(if matches!(error, TableError::Unreadable(_)) { Self::Io } else { Self::Usage });
        }
        if let Some(error) = cause.downcast_ref::<WhatIfError>() {
            return Some(match error {
                WhatIfError::View(error) => Self::of_view(error),
                WhatIfError::Reason(_) => Self::Limit,
                WhatIfError::Store(_) => Self::Io,
                _ => Self::Usage,
            });
        }
        if let Some(error) = cause.downcast_ref::<ViewError>() {
            return Some(Self::of_view(error));
        }
        Some(match cause.downcast_ref::<LoadError>()? {
            LoadError::Unreadable(_) | LoadError::Store(_) => Self::Io,
            LoadError::Cancelled => Self::Interrupted,
            LoadError::Inference(_) => Self::Limit,
            LoadError::UnknownFormat { .. } | LoadError::Base { .. } | LoadError::ReservedGraph(_) => Self::Usage,
            _ => Self::No,
        })
    }

    fn of_shelf(error: &ShelfError) -> Self {
        match error {
            ShelfError::Missing { .. }
            | ShelfError::Name(_)
            | ShelfError::Target(TargetError::UnknownFormat { .. }) => Self::Usage,
            ShelfError::Target(TargetError::Cancelled) => Self::Interrupted,
            ShelfError::Target(TargetError::Empty { .. } | TargetError::TooManyRefused(_)) => Self::No,
            _ => Self::Io,
        }
    }

    fn of_sparql(error: &SparqlError) -> Self {
        match error {
            SparqlError::TimedOut { .. } | SparqlError::TooManyRows { .. } | SparqlError::TooMuchMemory { .. } => {
                Self::Limit
            }
            SparqlError::Cancelled => Self::Interrupted,
            SparqlError::Store(_) => Self::Io,
            _ => Self::No,
        }
    }

    fn of_view(error: &ViewError) -> Self {
        match error {
            ViewError::Id { .. }
            | ViewError::Unknown { .. }
            | ViewError::NoSuchParameter { .. }
            | ViewError::Missing { .. }
            | ViewError::NoSuchRow { .. }
            | ViewError::Argument { .. } => Self::Usage,
            ViewError::Sparql(error) => Self::of_sparql(error),
            ViewError::Read { .. } | ViewError::Write(_) => Self::Io,
            _ => Self::No,
        }
    }
}

/// True when the reader of our output went away, as `head` does: nothing to complain about.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn the_first_known_cause_decides() {
        let limit = anyhow::Error::new(SparqlError::TooManyRows { limit: 3 }).context("query.rq");
        assert_eq!(Exit::of(&limit), Exit::Limit);
        let file = Err::<(), _>(io::Error::from(io::ErrorKind::NotFound)).context("a.ttl").unwrap_err();
        assert_eq!(Exit::of(&file), Exit::Io);
        assert_eq!(Exit::of(&anyhow::anyhow!("something else")), Exit::No);
        assert!(is_closed_pipe(&anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe))));
    }
}
