//! What is told of a mapping: both sides, the reason, what else it may be.

use serde::Serialize;

use crate::link::sssom::Slot;
use crate::mapping::{Background, Choice, Entry, Facts, Piece};
use crate::model::{NamedNode, NamedNodeRef, Term};
use crate::snapshot::Snapshot;
use crate::vocab::{foaf, milieu};

/// A mapping, for whoever reviews it.
#[derive(Serialize)]
pub(super) struct Told {
    pub(super) mapping: String,
    pub(super) state: &'static str,
    pub(super) subject: Side,
    /// Nothing where the proposal is that there is no match.
    pub(super) object: Option<Side>,
    pub(super) predicate: String,
    pub(super) confidence: Option<f64>,
    pub(super) justification: String,
    /// In a sentence.
    pub(super) reason: String,
    pub(super) evidence: Vec<Piece>,
    pub(super) choices: Vec<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reviewer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) review_date: Option<String>,
}

/// One side of it.
#[derive(Serialize)]
pub(super) struct Side {
    pub(super) iri: String,
    pub(super) label: String,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

impl Told {
    pub(super) fn of(snapshot: &Snapshot, entry: &Entry) -> Self {
        let mapping = &entry.mapping;
        let background = Background::of(mapping);
        let text = |slot| mapping.get(slot).unwrap_or_default().to_owned();
        let iri = |slot| entry.prefixes.expand(mapping.get(slot).unwrap_or_default()).unwrap_or_default();
        let side = |thing: Option<NamedNode>, label: Slot, facts: Facts| {
            let iri = thing.as_ref().map(|thing| thing.as_str().to_owned()).unwrap_or_default();
            let known = thing.as_ref().and_then(|thing| snapshot.label(thing));
            let label = known.or_else(|| mapping.get(label).map(str::to_owned)).unwrap_or_else(|| iri.clone());
            let facts = thing.map_or(facts.clone(), |thing| filled(snapshot, thing.as_ref(), facts));
            Side { iri, label, facts }
        };
        let mut choices = background.choices;
        // What was proposed can be chosen again.
        choices.splice(0..0, background.proposed);
        let now = iri(Slot::ObjectId);
        choices.retain(|choice| choice.iri != now);
        Self {
            mapping: entry.iri.as_str().to_owned(),
            state: entry.state().name(),
            subject: side(entry.subject(), Slot::SubjectLabel, background.subject),
            object: entry.object().map(|object| side(Some(object), Slot::ObjectLabel, background.object)),
            predicate: iri(Slot::PredicateId),
            confidence: mapping.confidence(),
            justification: iri(Slot::MappingJustification),
            reason: text(Slot::Comment),
            evidence: background.evidence,
            choices,
            reviewer: mapping.get(Slot::ReviewerLabel).or_else(|| mapping.get(Slot::ReviewerId)).map(str::to_owned),
            review_date: mapping.get(Slot::ReviewDate).map(str::to_owned),
        }
    }
}

/// What the store says of a thing, where nothing else was known.
fn filled(snapshot: &Snapshot, thing: NamedNodeRef<'_>, known: Facts) -> Facts {
    let first = |property: NamedNodeRef<'_>| {
        snapshot.objects(thing.into(), property).find_map(|value| match value {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::NamedNode(node) => snapshot.label(&node).or_else(|| Some(node.into_string())),
            _ => None,
        })
    };
    let or = |known: String, property| if known.is_empty() { first(property).unwrap_or_default() } else { known };
    Facts {
        country: or(known.country, milieu::IN_COUNTRY),
        city: or(known.city, milieu::CITY_NAME),
        website: or(known.website, foaf::HOMEPAGE),
    }
}
