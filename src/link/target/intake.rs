//! Taking records in: counted, told of, and stopped when someone asks.

use crate::link::identifier::Kind;
use crate::link::record::Record;
use crate::source::{Meter, Refused, Source};

/// A file with more records than this that cannot be understood is of another form than it seems.
pub const MOST_REFUSED: u64 = 1000;

/// How often whoever watches is told and asked, in records.
const STEP: usize = 1024;

/// Who wants to know how far a reading is. Every method has a body that does nothing, so `()` keeps silent.
pub trait Watch {
    /// So many records were read by now; so many bytes of the file as it lies, of so many in all (0 of 0 where that is not known).
    fn read(&self, records: u64, bytes: u64, of: u64) {
        let _ = (records, bytes, of);
    }

    /// A record was left out, or a value of one, and why.
    fn fault(&self, refused: &Refused) {
        let _ = refused;
    }

    /// Whether the reading is to stop; it then ends with [`TargetError::Cancelled`].
    fn cancelled(&self) -> bool {
        false
    }
}

impl Watch for () {}

/// Why a target was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// The file as a whole cannot be read, or not to its end.
    #[error(transparent)]
    Unreadable(#[from] Refused),
    /// Too many records cannot be understood.
    #[error("more than {MOST_REFUSED} records cannot be understood, the last: {0}")]
    TooManyRefused(Refused),
    /// There is no record in it.
    #[error("{file}: no record in it")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// No format is known that begins so.
    #[error("{file}: not a data set that is known by its beginning (known are {known}); say which it is with --format")]
    UnknownFormat {
        /// The file's name.
        file: String,
        /// The names of the formats.
        known: String,
    },
    /// Whoever watches asked to stop.
    #[error("cancelled")]
    Cancelled,
}

/// Where a reader puts the records.
pub struct Intake<'a> {
    watch: &'a dyn Watch,
    file: String,
    meter: Option<Meter>,
    records: Vec<Record>,
    seen: usize,
    refused: u64,
}

impl<'a> Intake<'a> {
    pub(super) fn new(source: &Source, watch: &'a dyn Watch) -> Self {
        let (file, meter) = (source.file().to_owned(), source.meter());
        Self { watch, file, meter, records: Vec::new(), seen: 0, refused: 0 }
    }

    /// The file's name as it was given.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// Takes a record.
    pub(super) fn take(&mut self, record: Record) -> Result<(), TargetError> {
        self.records.push(record);
        self.step()
    }

    /// Passes over a record that is none of an organisation or a place, or was withdrawn.
    pub(super) fn pass(&mut self) -> Result<(), TargetError> {
        self.step()
    }

    /// Leaves out a record that cannot be understood.
    pub(super) fn refuse(&mut self, refused: Refused) -> Result<(), TargetError> {
        self.watch.fault(&refused);
        self.refused += 1;
        if self.refused > MOST_REFUSED { Err(TargetError::TooManyRefused(refused)) } else { self.step() }
    }

    /// Says that a value of a record was left out.
    pub(super) fn tell(&self, refused: &Refused) {
        self.watch.fault(refused);
    }

    /// Adds an identifier that a record has elsewhere, in its normal spelling and once. One that is none is left out, and told of with the
    /// line and the column.
    pub(super) fn identify(&self, record: &mut Record, kind: Kind, text: &str, (line, column): (u64, &str)) {
        match kind.parse(text) {
            Ok(identifier) => {
                let identifier = (kind, identifier.as_str().to_owned());
                if !record.identifiers.contains(&identifier) {
                    record.identifiers.push(identifier);
                }
            }
            Err(fault) => {
                let reason = format!("left out of {}: {fault}", record.id);
                self.tell(&Refused::new(&self.file, line, reason).column(column));
            }
        }
    }

    /// The records that were taken, to add what later lines said.
    pub(super) fn taken(&mut self) -> &mut [Record] {
        &mut self.records
    }

    fn step(&mut self) -> Result<(), TargetError> {
        self.seen += 1;
        if !self.seen.is_multiple_of(STEP) {
            return Ok(());
        }
        let (bytes, of) = self.meter.as_ref().map_or((0, 0), |meter| (meter.read(), meter.size()));
        self.watch.read(self.records.len() as u64, bytes, of);
        if self.watch.cancelled() { Err(TargetError::Cancelled) } else { Ok(()) }
    }

    pub(super) fn finish(self) -> Result<Vec<Record>, TargetError> {
        if self.watch.cancelled() {
            return Err(TargetError::Cancelled);
        }
        if self.records.is_empty() { Err(TargetError::Empty { file: self.file }) } else { Ok(self.records) }
    }
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("file", &self.file).field("records", &self.records.len()).finish_non_exhaustive()
    }
}
