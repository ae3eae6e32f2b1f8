//! Works that are cited, as the store describes them.

use serde::Serialize;

use crate::Snapshot;
use crate::model::vocab::rdf;
use crate::model::{NamedNode, NamedNodeRef, Term};
use crate::vocab::{bibo, dct};

/// A work that a view cites.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Work {
    /// Its IRI.
    pub iri: String,
    /// The kind of thing.
    pub kind: WorkKind,
    /// Its title, where the store knows it.
    pub title: Option<String>,
    /// Its authors, `Family, Given`.
    pub authors: Vec<String>,
    /// The year in which it appeared.
    pub year: Option<String>,
    /// Where it appeared, as one writes it: `Social Psychology Quarterly 51(2), 123-140`.
    pub place: Option<String>,
    /// Its DOI, without an address.
    pub doi: Option<String>,
}

/// The kinds of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub enum WorkKind {
    /// An article in a journal.
    Article,
    /// A book.
    Book,
    /// Anything else.
    #[default]
    Other,
}

/// Where an article appeared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Journal<'w> {
    pub(super) name: &'w str,
    pub(super) volume: &'w str,
    pub(super) issue: Option<&'w str>,
    pub(super) pages: &'w str,
}

impl Work {
    /// What the store says of the work.
    ///
    /// ```
    /// use milieu::{Store, cite::Work, ingest::Load, vocab};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = Store::new();
    /// Load::new(&store).atlas()?;
    /// let work = Work::of(&store.snapshot(), &vocab::id("publication/krackhardt-stern-1988"));
    /// assert_eq!(work.authors, ["Krackhardt, D.", "Stern, R. N."]);
    /// assert_eq!(work.doi.as_deref(), Some("10.2307/2786835"));
    /// # Ok(()) }
    /// ```
    pub fn of(snapshot: &Snapshot, work: &NamedNode) -> Self {
        let texts = |predicate: NamedNodeRef<'_>| {
            let mut texts: Vec<String> = snapshot
                .objects(work.into(), predicate)
                .filter_map(|term| match term {
                    Term::Literal(literal) => Some(literal.value().to_owned()),
                    _ => None,
                })
                .collect();
            texts.sort();
            texts
        };
        let is = |class: NamedNodeRef<'_>| snapshot.objects(work.into(), rdf::TYPE).any(|type_| type_ == class.into());
        let kind = match () {
            () if is(bibo::ACADEMIC_ARTICLE) => WorkKind::Article,
            () if is(bibo::BOOK) => WorkKind::Book,
            () => WorkKind::Other,
        };
        // A set has no order; the label names the authors in theirs.
        let mut authors = texts(dct::CREATOR);
        let label = snapshot.label(work).unwrap_or_default();
        authors.sort_by_key(|author| label.find(author.split(',').next().unwrap_or(author)).unwrap_or(usize::MAX));
        let first = |predicate| texts(predicate).into_iter().next();
        Self {
            iri: work.as_str().to_owned(),
            kind,
            title: first(dct::TITLE).or_else(|| snapshot.label(work)),
            authors,
            year: first(dct::ISSUED),
            place: first(dct::BIBLIOGRAPHIC_CITATION),
            doi: first(bibo::DOI),
        }
    }

    /// A short name for it, the last part of its IRI.
    pub(super) fn key(&self) -> &str {
        self.iri.rsplit(['/', '#']).next().filter(|key| !key.is_empty()).unwrap_or("work")
    }

    /// Where it can be read: by its DOI, or at its IRI.
    pub(super) fn address(&self) -> String {
        self.doi.as_ref().map_or_else(|| self.iri.clone(), |doi| format!("https://doi.org/{doi}"))
    }

    /// Journal, volume, issue and pages, where `place` is of the form `Journal 51(2), 123-140`.
    pub(super) fn journal(&self) -> Option<Journal<'_>> {
        let (before, pages) = self.place.as_deref()?.rsplit_once(", ")?;
        let (name, volume) = before.rsplit_once(' ')?;
        let (volume, issue) = match volume.split_once('(') {
            Some((volume, issue)) => (volume, Some(issue.strip_suffix(')')?)),
            None => (volume, None),
        };
        let plain =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '–');
        let numbered = volume.starts_with(|c: char| c.is_ascii_digit()) && pages.contains(|c: char| c.is_ascii_digit());
        (numbered && plain(volume) && plain(pages)).then_some(Journal { name, volume, issue, pages })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_apart_where_it_is_plain() {
        let at = |place: &str| Work { place: Some(place.to_owned()), ..Work::default() };
        let work = at("Social Psychology Quarterly 51(2), 123-140");
        let journal = Journal { name: "Social Psychology Quarterly", volume: "51", issue: Some("2"), pages: "123-140" };
        assert_eq!(work.journal(), Some(journal));
        assert_eq!(at("Physical Review E 64, 016132").journal().map(|j| (j.volume, j.pages)), Some(("64", "016132")));
        assert_eq!(at("Cambridge, Harvard University Press").journal(), None);
        assert_eq!(at("in: Handbook, pp. 3-5").journal(), None);
    }
}
