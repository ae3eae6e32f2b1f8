//! What makes a format: its names, how a file of it is known, and how it is read.

use super::intake::{Intake, TargetError};
use crate::source::Source;

/// A format.
#[derive(Debug)]
pub(super) struct Reader {
    /// The word for it in commands.
    pub(super) name: &'static str,
    /// What it is, for people.
    pub(super) title: &'static str,
    /// What makes an IRI of an identifier.
    pub(super) iri_prefix: &'static str,
    /// The publisher's licence, as SPDX names it.
    pub(super) licence: Option<&'static str>,
    /// Whether a file that begins so is of this format.
    pub(super) knows: fn(&Glimpse<'_>) -> bool,
    /// Reads it, record by record.
    pub(super) read: fn(Source, &mut Intake<'_>) -> Result<(), TargetError>,
}

/// The beginning of a file, by which its format is known.
#[derive(Debug, Clone, Copy)]
pub struct Glimpse<'a> {
    /// The file's name, in an archive that of the file in it.
    pub name: &'a str,
    /// Its first 64 KiB, unpacked.
    pub text: &'a str,
}
