//! What a validation found.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::model::Term;

/// How grave a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A gap.
    Warning,
    /// An error.
    Violation,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Violation => "violation",
        })
    }
}

impl From<&shacl::types::Severity> for Severity {
    fn from(severity: &shacl::types::Severity) -> Self {
        use shacl::types::Severity as Theirs;
        match severity {
            Theirs::Trace | Theirs::Debug | Theirs::Info => Self::Info,
            Theirs::Warning => Self::Warning,
            // A severity of someone's own counts as an error, so that it is not overlooked.
            Theirs::Violation | Theirs::Generic(_) => Self::Violation,
        }
    }
}

/// One result: what does not hold, where, and what to do about it. Its terms are serialised as N-Triples has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Violation {
    /// How grave it is.
    #[serde(serialize_with = "text")]
    pub severity: Severity,
    /// The thing that was looked at.
    #[serde(serialize_with = "text")]
    pub focus: Term,
    /// The property (shortened by the project's prefixes) or path; none when it is about the thing as a whole.
    pub path: Option<String>,
    /// The value at fault, if it is one.
    #[serde(serialize_with = "text_or_none")]
    pub value: Option<Term>,
    /// What is wrong and the way out, as the shape says it.
    pub message: String,
    /// The shape; a blank node if it has no name.
    #[serde(serialize_with = "text_or_none")]
    pub shape: Option<Term>,
    /// The kind of constraint, such as `sh:MinCountConstraintComponent`.
    pub constraint: String,
}

fn text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[expect(clippy::ref_option, reason = "serde passes what it serialises by reference")]
fn text_or_none<S: Serializer>(value: &Option<Term>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(ToString::to_string).serialize(serializer)
}

impl Violation {
    /// Gravest first, then by thing, property and value; the names of blank nodes do not matter.
    pub(super) fn order(&self) -> (std::cmp::Reverse<Severity>, String, Option<String>, Option<String>, String) {
        let value = self.value.as_ref().map(ToString::to_string);
        (std::cmp::Reverse(self.severity), self.focus.to_string(), self.path.clone(), value, self.constraint.clone())
    }
}

/// What a validation found.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// Every result, gravest first.
    pub results: Vec<Violation>,
}

impl Report {
    /// True when there is no violation. Warnings and infos are gaps and facts, not errors.
    pub fn conforms(&self) -> bool {
        self.violations().next().is_none()
    }

    /// What is neither a warning nor an info.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> {
        self.results.iter().filter(|result| result.severity == Severity::Violation)
    }
}
