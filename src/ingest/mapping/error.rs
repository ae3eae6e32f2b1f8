//! Why a mapping cannot be used.

/// Why a mapping cannot be used.
///
/// ```
/// use milieu::ingest::mapping::{Mapping, MappingError};
///
/// let error = Mapping::parse("graph: mine\nid: '{x}'\ncolumns:\n  name: { property: milieu:cityNam }\n").unwrap_err();
/// let MappingError::UnknownTerm { name, nearest, .. } = error else { panic!("{error}") };
/// assert_eq!((name.as_str(), nearest[0].as_str()), ("milieu:cityNam", "milieu:cityName"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// The file cannot be read.
    #[error("{file}: cannot be read: {message}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        message: String,
    },
    /// It is no YAML, or not of a mapping's form.
    #[error("the mapping is not of the form it should be: {message}")]
    Yaml {
        /// The line, from 1.
        line: Option<u64>,
        /// What is wrong.
        message: String,
    },
    /// A class, property, scheme or concept that neither the ontology nor a known vocabulary has.
    #[error("{place}: {name} is no {what} that is known{}", meant(nearest))]
    UnknownTerm {
        /// Where the mapping names it.
        place: String,
        /// What it was taken for: class, property, scheme, concept.
        what: &'static str,
        /// The term as written.
        name: String,
        /// The nearest that are known, nearest first.
        nearest: Vec<String>,
    },
    /// A column that the table does not have.
    #[error("{place}: the table has no column \"{column}\"{}", meant(nearest))]
    UnknownColumn {
        /// Where the mapping names it.
        place: String,
        /// The column.
        column: String,
        /// The nearest that it has.
        nearest: Vec<String>,
    },
    /// Columns of the table of which the mapping says nothing.
    #[error("the mapping says nothing of {}; map each, or say it is ignored", columns.join(", "))]
    UnmappedColumns {
        /// Their names.
        columns: Vec<String>,
    },
    /// A template that cannot be read.
    #[error("{place}: the template \"{template}\" {reason}")]
    Template {
        /// Where the mapping has it.
        place: String,
        /// The template.
        template: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something that has to be said is missing, or does not go with the rest.
    #[error("{place}: {reason}")]
    Incomplete {
        /// Where.
        place: String,
        /// What is missing.
        reason: String,
    },
}

pub(super) fn meant(nearest: &[String]) -> String {
    if nearest.is_empty() { String::new() } else { format!("; nearest: {}", nearest.join(", ")) }
}
