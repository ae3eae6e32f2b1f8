//! Names of sets, and the graphs and records that they stand for.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::MappingError;
use crate::model::NamedNode;
use crate::vocab;

/// The name of a mapping set in a store: letters, digits, and `-` `_` `.`.
///
/// ```
/// use milieu::mapping::SetName;
/// let name: SetName = "members-ror".parse().unwrap();
/// assert_eq!(name.graph(), milieu::vocab::graph("mappings/members-ror"));
/// assert!("a/b".parse::<SetName>().is_err());
/// assert!("accepted".parse::<SetName>().is_err(), "this graph says what all sets agree on");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetName(String);

/// The folder of graphs in which sets are.
const FOLDER: &str = "mappings/";
const ACCEPTED: &str = "accepted";

/// The graph that states what was accepted: `graph:mappings/accepted`.
///
/// ```
/// assert_eq!(milieu::mapping::accepted_graph(), milieu::vocab::graph("mappings/accepted"));
/// ```
pub fn accepted_graph() -> NamedNode {
    vocab::graph(&[FOLDER, ACCEPTED].concat())
}

impl SetName {
    /// The graph of the set.
    ///
    /// ```
    /// let name: milieu::mapping::SetName = "mine".parse().unwrap();
    /// assert!(name.graph().as_str().ends_with("/mappings/mine"));
    /// ```
    pub fn graph(&self) -> NamedNode {
        vocab::graph(&format!("{FOLDER}{}", self.0))
    }

    /// The set whose graph this is; none if it is no set's.
    ///
    /// ```
    /// use milieu::mapping::SetName;
    /// let name: SetName = "mine".parse().unwrap();
    /// assert_eq!(SetName::of_graph(name.graph().as_str()), Some(name));
    /// assert_eq!(SetName::of_graph("https://example.org/"), None);
    /// ```
    pub fn of_graph(iri: &str) -> Option<Self> {
        iri.strip_prefix(vocab::GRAPH)?.strip_prefix(FOLDER)?.parse().ok()
    }

    /// The name itself.
    ///
    /// ```
    /// assert_eq!("mine".parse::<milieu::mapping::SetName>().unwrap().as_str(), "mine");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the IRIs of the set's records begin with.
    pub(super) fn records(&self) -> String {
        vocab::id(&format!("mapping/{}/", self.0)).into_string()
    }

    /// The IRI of a record that was given none: it follows from what the record said when it came, and stays through every review.
    pub(super) fn record(&self, said: &[&str]) -> NamedNode {
        let mut hash = Sha256::new();
        for part in said {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        NamedNode::new_unchecked(self.records() + &crate::hex(&hash.finalize()[..10]))
    }
}

impl FromStr for SetName {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
        if text.is_empty() || text.len() > 64 || text == ACCEPTED || text.starts_with('.') || !text.chars().all(plain) {
            return Err(MappingError::Name(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for SetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
