use std::fmt;
use std::str::FromStr;

use super::ViewError;
use crate::model::NamedNode;
use crate::vocab;

/// The name of a view, `aspect/view`: its file, its address and its test are named like it.
///
/// ```
/// let id: milieu::view::ViewId = "linkage/reach".parse()?;
/// assert_eq!((id.aspect(), id.name()), ("linkage", "reach"));
/// assert!("Linkage/../reach".parse::<milieu::view::ViewId>().is_err());
/// # Ok::<(), milieu::view::ViewError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViewId {
    text: String,
    slash: usize,
}

impl ViewId {
    /// The part before the slash.
    pub fn aspect(&self) -> &str {
        &self.text[..self.slash]
    }

    /// The part after the slash.
    pub fn name(&self) -> &str {
        &self.text[self.slash + 1..]
    }

    /// The whole.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The view as a thing in the graph, as `milieu:measuredBy` names it.
    pub fn iri(&self) -> NamedNode {
        vocab::view(&self.text)
    }
}

impl FromStr for ViewId {
    type Err = ViewError;

    fn from_str(text: &str) -> Result<Self, ViewError> {
        let plain = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        match text.split_once('/') {
            Some((aspect, name)) if plain(aspect) && plain(name) => {
                Ok(Self { text: text.to_owned(), slash: aspect.len() })
            }
            _ => Err(ViewError::Id { id: text.to_owned() }),
        }
    }
}

impl fmt::Display for ViewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
