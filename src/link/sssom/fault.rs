//! What is wrong in a mapping set, where, and what would be right.

use std::fmt;

use super::Slot;
use crate::text::did_you_mean;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The set is read in full, and something in it is odd.
    Warning,
    /// The standard forbids it.
    Error,
}

/// A fault in a mapping set, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}{}: {problem}", At(*line), In(column))]
pub struct Fault {
    /// The file, or the name that the caller gave.
    pub file: String,
    /// The line, from 1; of a set that no file holds, the mapping's number; 0 for the whole.
    pub line: u64,
    /// The column or metadata key.
    pub column: Option<String>,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub problem: Problem,
}

struct At(u64);
struct In<'a>(&'a Option<String>);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 { Ok(()) } else { write!(f, ":{}", self.0) }
    }
}

impl fmt::Display for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |column| write!(f, ": {column}"))
    }
}

/// What is wrong, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The metadata is not YAML.
    #[error("the metadata cannot be read: {0}")]
    Metadata(String),
    /// A byte order mark before the first line.
    #[error("it begins with a byte order mark, which is passed over; save it as UTF-8 without one")]
    Mark,
    /// The table has no header.
    #[error(
        "there is no table: its first line names the columns, such as subject_id, predicate_id, object_id, mapping_justification"
    )]
    NoTable,
    /// The table cannot be read on.
    #[error("the table cannot be read: {0}")]
    Table(String),
    /// The text is not of the form that it should be.
    #[error("it cannot be read: {0}")]
    Syntax(String),
    /// A row has more cells than the header.
    #[error("the row has {cells} cells and the header {columns}; put a value with a tab in it into double quotes")]
    Cells {
        /// Cells in the row.
        cells: usize,
        /// Columns in the header.
        columns: usize,
    },
    /// No slot has this name, and no extension is declared for it.
    #[error(
        "SSSOM has no such slot, so it is passed over; a column of your own is declared under extension_definitions{}",
        did_you_mean(near)
    )]
    Unknown {
        /// Slots of a similar name.
        near: Vec<String>,
    },
    /// The slot is a set's and not a mapping's, or the other way round.
    #[error("{0} cannot have this slot; it is passed over")]
    Misplaced(&'static str),
    /// A column is there twice.
    #[error("the column is there already; the second is passed over")]
    Twice,
    /// A value that there has to be.
    #[error("it has to have a value")]
    Missing,
    /// A CURIE whose prefix nobody declared.
    #[error(
        "the prefix {prefix:?} is not declared; add it to the curie_map with the IRI that it stands for{}",
        did_you_mean(near)
    )]
    Prefix {
        /// The prefix.
        prefix: String,
        /// Declared prefixes of a similar name.
        near: Vec<String>,
    },
    /// An IRI where a CURIE has to be.
    #[error("an IRI where a CURIE is asked for; write {0}")]
    Iri(String),
    /// Neither a CURIE nor an IRI.
    #[error("it is no CURIE; write a prefix, a colon and the rest, such as ror:04vnq7t77")]
    Curie,
    /// What the CURIE stands for is no IRI.
    #[error("it stands for {0}, which is no IRI; mend the curie_map or the identifier")]
    Expanded(String),
    /// No URI with a scheme.
    #[error("it is no URI with its scheme, such as https://example.org/")]
    Uri,
    /// No day of the calendar.
    #[error("it is no day of the calendar, such as 2026-07-01")]
    Date,
    /// No number.
    #[error("it is no number; write one such as 0.95")]
    Number,
    /// A number beyond its bounds.
    #[error("it lies outside {least} to {most}")]
    Bounds {
        /// The least that it may be.
        least: String,
        /// The most.
        most: String,
    },
    /// Not in the list of values.
    #[error("it is none of the values that the slot may have: {}", .0.join(", "))]
    Choice(Vec<&'static str>),
    /// Several values where one may be.
    #[error("the slot holds one value, and there are several")]
    Several,
    /// A justification that is no term of SEMAPV's for one.
    #[error("it is no justification of the semantic mapping vocabulary{}", did_you_mean(near))]
    Justification {
        /// Those of a similar name.
        near: Vec<String>,
    },
    /// A value that only makes sense beside another.
    #[error("it asks for {} too", .0.iter().map(|slot| slot.name()).collect::<Vec<_>>().join(" or "))]
    Without(&'static [Slot]),
    /// A cardinality that says the contrary of what is mapped.
    #[error("a side of 0 goes with {0} sssom:NoTermFound and with nothing else")]
    Cardinality(Slot),
    /// A built-in prefix that stands for something else.
    #[error("the prefix is built in and stands for {0}; take another name")]
    BuiltIn(&'static str),
    /// A slot of a later version than the set says it has.
    #[error("the slot came with version 1.1; say sssom_version: \"1.1\"")]
    Later,
    /// A kind of thing that the slot may not say.
    #[error("a predicate is neither a literal nor a composed expression")]
    PredicateType,
}

impl Fault {
    /// How bad it is: what is passed over, or said by a slot of a later version, is a warning.
    ///
    /// ```
    /// use milieu::link::sssom::{Severity, read};
    /// let text = "#mapping_set_id: https://example.org/s\n#license: https://example.org/l\nsubject\tcolour\n";
    /// assert!(read("s.tsv", text).faults.iter().any(|fault| fault.severity() == Severity::Warning));
    /// ```
    pub const fn severity(&self) -> Severity {
        match self.problem {
            Problem::Unknown { .. } | Problem::Misplaced(_) | Problem::Twice | Problem::Later | Problem::Mark => {
                Severity::Warning
            }
            _ => Severity::Error,
        }
    }
}
