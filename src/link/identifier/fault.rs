//! What is wrong with an identifier.

use super::Kind;

/// Why a text is not an identifier of a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It has another form.
    #[error("{text:?} is no {kind}: expected {expected}")]
    Form {
        /// The kind.
        kind: Kind,
        /// The text, without prefix and spaces.
        text: String,
        /// What a right one looks like.
        expected: &'static str,
    },
    /// Its check digits are not those that follow from the rest: it was mistyped.
    #[error("{kind} {text}: its check digit{} {found}, expected {expected}", if found.len() == 1 { " is" } else { "s are" })]
    Check {
        /// The kind.
        kind: Kind,
        /// The text, without prefix and spaces.
        text: String,
        /// The check digits that it has.
        found: String,
        /// Those that the rest asks for.
        expected: String,
    },
    /// It has the right form, and a part of it that does not exist.
    #[error("{kind} {text}: {why}")]
    Part {
        /// The kind.
        kind: Kind,
        /// The text, without prefix and spaces.
        text: String,
        /// Which part, and what is right.
        why: String,
    },
}

impl Fault {
    pub(super) fn form(kind: Kind, text: &str, expected: &'static str) -> Self {
        Self::Form { kind, text: text.to_owned(), expected }
    }

    pub(super) fn part(kind: Kind, text: &str, why: impl Into<String>) -> Self {
        Self::Part { kind, text: text.to_owned(), why: why.into() }
    }

    /// `Ok` if the check digits found are those expected.
    pub(super) fn unless_checked(kind: Kind, text: &str, found: &str, expected: &str) -> Result<(), Self> {
        if found == expected {
            return Ok(());
        }
        let (found, expected) = (found.to_owned(), expected.to_owned());
        Err(Self::Check { kind, text: text.to_owned(), found, expected })
    }
}
