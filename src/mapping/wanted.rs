//! Whether a question is asked with what was accepted.

use std::str::FromStr;

use super::without;
use crate::snapshot::Snapshot;

/// Whether accepted mappings are stated in what a question sees.
///
/// ```
/// use milieu::mapping::Mappings;
/// assert_eq!("without".parse(), Ok(Mappings::Without));
/// assert!("some".parse::<Mappings>().is_err());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Mappings {
    /// With what was accepted
    #[default]
    With,
    /// As if nothing had been accepted
    Without,
}

impl Mappings {
    /// The state as the question sees it; see [`without`].
    ///
    /// ```
    /// use milieu::{Store, mapping::Mappings};
    /// let snapshot = Store::new().snapshot();
    /// assert_eq!(Mappings::Without.of(snapshot.clone()).hash(), snapshot.hash());
    /// ```
    #[must_use]
    pub fn of(self, snapshot: Snapshot) -> Snapshot {
        match self {
            Self::With => snapshot,
            Self::Without => without(&snapshot),
        }
    }
}

impl FromStr for Mappings {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "with" => Ok(Self::With),
            "without" => Ok(Self::Without),
            other => Err(format!("mappings={other:?} is neither with nor without")),
        }
    }
}
