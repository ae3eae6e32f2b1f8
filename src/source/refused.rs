//! Why a row was not taken.

use std::fmt;

/// A row that was not taken: where it stands and why.
///
/// It prints on one line, as a person would look it up:
///
/// ```
/// use milieu::source::Refused;
///
/// let refused = Refused::new("organisations.csv", 12, "not a country that is known")
///     .column("country")
///     .value("ZZ");
/// assert_eq!(
///     refused.to_string(),
///     r#"organisations.csv:12: column "country": value "ZZ": not a country that is known"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file's name as it was given.
    pub file: String,
    /// The line the row begins on, counted from 1; 0 when the file as a whole is meant.
    pub line: u64,
    /// The column, when one is at fault.
    pub column: Option<String>,
    /// The value found there, shortened when it is long. Never the name of a natural person.
    pub value: Option<String>,
    /// What is wrong, in words.
    pub reason: String,
}

impl Refused {
    /// Values are cut after so many characters: a report names rows, it does not copy them.
    const LONGEST_VALUE: usize = 120;

    /// A refusal of the row that begins on `line`.
    pub fn new(file: impl Into<String>, line: u64, reason: impl Into<String>) -> Self {
        Self { file: file.into(), line, column: None, value: None, reason: reason.into() }
    }

    /// Names the column at fault.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Names the value at fault.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        let mut shown: String = value.chars().take(Self::LONGEST_VALUE).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.value = Some(shown);
        self
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, ": column \"{column}\"")?;
        }
        if let Some(value) = &self.value {
            write!(f, ": value \"{value}\"")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for Refused {}
