//! Finding things by the words of their labels.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, TermRef};
use rustc_hash::FxHashMap;

use super::labels::{Labels, NAMES};
use super::words::{Rank, rank};
use super::{Scope, Snapshot};
use crate::store::dictionary::TermId;
use crate::store::term::{Kind, Parts};
use crate::text;

/// A thing that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The thing.
    pub thing: NamedNode,
    /// The label by which it was found, the best of them if there are several.
    pub label: Literal,
}

/// How well `label` answers a search for `text`: more than 3 when its words are those, more than 2 when it begins so, more than 1
/// when each word of `text` is a word of it, more than 0 when each begins one. The rest is the share of the label that `text`
/// makes up, at most 1. `None` when it is no answer.
///
/// ```
/// use milieu::snapshot::match_score;
/// assert_eq!(match_score("Łódź", "lodz"), Some(4.0));
/// assert_eq!(match_score("University of Stuttgart", "stutt uni"), Some(9.0 / 23.0));
/// assert_eq!(match_score("Ulm", "stutt"), None);
/// ```
#[expect(clippy::cast_precision_loss, reason = "labels are far shorter than 2^52 letters")]
pub fn match_score(label: &str, text: &str) -> Option<f64> {
    let (sought, words) = (text::words(text), text::words(label));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Rank { fit, length } = rank(&sought, &words)?;
    let share = sought.join(" ").len() as f64 / length as f64;
    Some(f64::from(fit.0 as u8) + share.min(1.0))
}

/// A thing with the literal by which it was found.
struct Hit {
    rank: Rank,
    label: TermId,
    thing: TermId,
}

impl Snapshot {
    /// The things that have an IRI and a label (`rdfs:label`, `skos:prefLabel`, `skos:altLabel`, `skos:notation`) in which each word of
    /// `text` begins a word, each thing once. Case, accents and punctuation do not matter, nor does the order of words.
    ///
    /// Labels that are `text` come first, then those that begin with it, those that hold its words whole, and the rest; the shorter
    /// before the longer, then by IRI.
    ///
    /// The first search of a state reads all labels, about a second for a million; later ones are quick.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::sparql::update(&store, "INSERT DATA { nuts:DE11 rdfs:label 'Stuttgart' . nuts:PL71 rdfs:label 'Łódzkie' }", &Default::default())?;
    /// let found: Vec<_> = store.snapshot().search("lodz").collect();
    /// assert_eq!(found[0].label.value(), "Łódzkie");
    /// # Ok(()) }
    /// ```
    pub fn search(&self, text: &str) -> impl ExactSizeIterator<Item = Found> + use<> {
        let mut best: FxHashMap<TermId, Hit> = FxHashMap::default();
        for (rank, label) in self.labels().find(&text::words(text)) {
            for [thing, ..] in self.labelled(label, &Scope::Union) {
                let hit = Hit { rank, label, thing };
                match best.entry(thing) {
                    Entry::Vacant(entry) if self.is_iri(thing) => drop(entry.insert(hit)),
                    Entry::Occupied(mut entry) if (rank, label) < (entry.get().rank, entry.get().label) => {
                        entry.insert(hit);
                    }
                    _ => {}
                }
            }
        }
        let mut hits: Vec<Hit> = best.into_values().collect();
        let dictionary = &self.state.dictionary;
        hits.sort_unstable_by(|a, b| {
            a.rank.cmp(&b.rank).then_with(|| dictionary.bytes(a.thing).cmp(&dictionary.bytes(b.thing)))
        });
        let snapshot = self.clone();
        hits.into_iter().map(move |hit| {
            let dictionary = &snapshot.state.dictionary;
            match (dictionary.term(hit.thing), dictionary.term(hit.label)) {
                (Term::NamedNode(thing), Term::Literal(label)) => Found { thing, label },
                (thing, label) => unreachable!("{label} is the label of {thing}"),
            }
        })
    }

    /// Every thing of `scope` with the graph of its label, sorted, whose label answers `text`. With a `language` only labels in it, or in
    /// a variety of it, count.
    pub(crate) fn labelled_by(&self, text: &str, language: Option<&str>, scope: &Scope) -> Vec<(TermId, TermId)> {
        let mut found = Vec::new();
        for (_, label) in self.labels().find(&text::words(text)) {
            if language.is_none_or(|language| self.is_in(label, language)) {
                found.extend(self.labelled(label, scope).map(|[thing, _, _, graph]| (thing, graph)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn labels(&self) -> Arc<Labels> {
        self.state.labels.get(|before| Labels::of(&self.state, before))
    }

    /// The rows that say that something is labelled so.
    fn labelled(&self, label: TermId, scope: &Scope) -> impl Iterator<Item = [TermId; 4]> {
        let find = |name: NamedNodeRef<'static>| self.state.dictionary.find(TermRef::from(name));
        let names = NAMES.into_iter().filter_map(find);
        names.flat_map(move |name| self.matches(None, Some(name), Some(label), scope.clone()))
    }

    fn is_iri(&self, term: TermId) -> bool {
        let bytes = self.state.dictionary.bytes(term);
        Parts::of(&bytes).is_some_and(|parts| parts.kind == Kind::Iri)
    }

    /// Basic filtering of RFC 4647: `en` takes in `en-GB`.
    fn is_in(&self, literal: TermId, range: &str) -> bool {
        let bytes = self.state.dictionary.bytes(literal);
        let language = Parts::of(&bytes).and_then(|parts| parts.language.map(str::to_ascii_lowercase));
        let range = range.to_ascii_lowercase();
        language.is_some_and(|language| {
            language.strip_prefix(&range).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    }
}
