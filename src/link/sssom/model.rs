//! Mappings, and sets of them.

use std::ops::{Deref, DerefMut};

use super::{Prefixes, Range, Slot};

/// Values by slot, ascending; a slot that holds several has them one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slots(Vec<(Slot, String)>);

/// One mapping: a subject, a predicate, an object, and what is known of how they came together.
///
/// ```
/// use milieu::link::sssom::{Mapping, Slot};
/// let mapping = Mapping::new("ror:04vnq7t77", "skos:exactMatch", "wd:Q122453", "semapv:LexicalMatching")
///     .with(Slot::Confidence, "0.95")
///     .with(Slot::AuthorLabel, "milieu");
/// assert_eq!((mapping.subject(), mapping.confidence()), ("ror:04vnq7t77", Some(0.95)));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mapping(Slots);

/// A set of mappings, as a file holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappingSet {
    /// What the prefixes of its CURIEs stand for.
    pub prefixes: Prefixes,
    /// What is said of the set, or of every mapping in it.
    pub slots: Slots,
    /// The mappings.
    pub mappings: Vec<Mapping>,
}

impl Slots {
    /// Of values that ascend by slot already.
    pub(super) fn ascending(values: Vec<(Slot, String)>) -> Self {
        debug_assert!(values.is_sorted_by_key(|(slot, _)| *slot), "slots ascend");
        Self(values)
    }

    /// The value of a slot, the first if there are several.
    ///
    /// ```
    /// use milieu::link::sssom::{Slot, Slots};
    /// let mut slots = Slots::default();
    /// slots.set(Slot::MappingSetTitle, "Members of a cluster");
    /// assert_eq!(slots.get(Slot::MappingSetTitle), Some("Members of a cluster"));
    /// assert_eq!(slots.get(Slot::License), None);
    /// ```
    pub fn get(&self, slot: Slot) -> Option<&str> {
        self.values(slot).next()
    }

    /// The values of a slot.
    ///
    /// ```
    /// use milieu::link::sssom::{Slot, Slots};
    /// let mut slots = Slots::default();
    /// slots.add(Slot::AuthorLabel, "Ada");
    /// slots.add(Slot::AuthorLabel, "Grace");
    /// assert_eq!(slots.values(Slot::AuthorLabel).collect::<Vec<_>>(), ["Ada", "Grace"]);
    /// ```
    pub fn values(&self, slot: Slot) -> impl Iterator<Item = &str> {
        let from = self.0.partition_point(|(other, _)| *other < slot);
        self.0[from..].iter().take_while(move |(other, _)| *other == slot).map(|(_, value)| value.as_str())
    }

    /// All slots and values, ascending by slot.
    ///
    /// ```
    /// use milieu::link::sssom::{Mapping, Slot};
    /// let mapping = Mapping::new("a:1", "skos:closeMatch", "b:1", "semapv:LexicalMatching");
    /// assert_eq!(mapping.iter().next(), Some((Slot::SubjectId, "a:1")));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (Slot, &str)> {
        self.0.iter().map(|(slot, value)| (*slot, value.as_str()))
    }

    /// Gives a slot this value alone; an empty one takes it away.
    ///
    /// ```
    /// use milieu::link::sssom::{Slot, Slots};
    /// let mut slots = Slots::default();
    /// slots.set(Slot::Comment, "seen");
    /// slots.set(Slot::Comment, "");
    /// assert_eq!(slots, Slots::default());
    /// ```
    pub fn set(&mut self, slot: Slot, value: impl Into<String>) {
        self.remove(slot);
        self.add(slot, value);
    }

    /// Gives a slot one value more; an empty one changes nothing. See [`Self::values`].
    pub fn add(&mut self, slot: Slot, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            let at = self.0.partition_point(|(other, _)| *other <= slot);
            self.0.insert(at, (slot, value));
        }
    }

    /// Takes a slot away; see [`Self::set`].
    pub fn remove(&mut self, slot: Slot) {
        self.0.retain(|(other, _)| *other != slot);
    }

    /// Whether nothing is said at all.
    ///
    /// ```
    /// assert!(milieu::link::sssom::Slots::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Deref for Mapping {
    type Target = Slots;

    fn deref(&self) -> &Slots {
        &self.0
    }
}

impl DerefMut for Mapping {
    fn deref_mut(&mut self) -> &mut Slots {
        &mut self.0
    }
}

impl From<Slots> for Mapping {
    fn from(slots: Slots) -> Self {
        Self(slots)
    }
}

impl Mapping {
    /// A mapping with what every mapping has: subject, predicate, object and justification, as CURIEs.
    pub fn new(subject: &str, predicate: &str, object: &str, justification: &str) -> Self {
        Self::default()
            .with(Slot::SubjectId, subject)
            .with(Slot::PredicateId, predicate)
            .with(Slot::ObjectId, object)
            .with(Slot::MappingJustification, justification)
    }

    /// The same, with this value in a slot.
    #[must_use]
    pub fn with(mut self, slot: Slot, value: impl Into<String>) -> Self {
        self.set(slot, value);
        self
    }

    /// The same with its CURIEs by other prefixes, which are declared where they are missing.
    ///
    /// ```
    /// use milieu::link::sssom::{Mapping, Prefixes};
    /// let (mut from, mut to) = (Prefixes::default(), Prefixes::default());
    /// from.declare("r", "https://ror.org/");
    /// to.declare("ror", "https://ror.org/");
    /// let mapping = Mapping::new("r:04vnq7t77", "skos:exactMatch", "r:03v4gjf40", "semapv:LexicalMatching");
    /// assert_eq!(mapping.renamed(&from, &mut to).subject(), "ror:04vnq7t77");
    /// ```
    #[must_use]
    pub fn renamed(&self, from: &Prefixes, to: &mut Prefixes) -> Self {
        let mut rename = |(slot, value): (Slot, &str)| match (slot.range(), from.expand(value)) {
            (Range::Entity, Some(iri)) => (slot, to.shorten(&iri)),
            _ => (slot, value.to_owned()),
        };
        Slots(self.iter().map(&mut rename).collect()).into()
    }

    /// The subject; empty where a literal is mapped.
    pub fn subject(&self) -> &str {
        self.get(Slot::SubjectId).unwrap_or_default()
    }

    /// The predicate.
    pub fn predicate(&self) -> &str {
        self.get(Slot::PredicateId).unwrap_or_default()
    }

    /// The object; empty where a literal is mapped to.
    pub fn object(&self) -> &str {
        self.get(Slot::ObjectId).unwrap_or_default()
    }

    /// How sure it is, from 0 to 1.
    pub fn confidence(&self) -> Option<f64> {
        self.get(Slot::Confidence)?.parse().ok()
    }

    /// Whether it says that subject and object do *not* match.
    ///
    /// ```
    /// use milieu::link::sssom::{Mapping, Slot};
    /// let mapping = Mapping::new("a:1", "skos:exactMatch", "b:1", "semapv:ManualMappingCuration");
    /// assert!(!mapping.is_negated() && mapping.with(Slot::PredicateModifier, "Not").is_negated());
    /// ```
    pub fn is_negated(&self) -> bool {
        self.get(Slot::PredicateModifier) == Some("Not")
    }
}

impl MappingSet {
    /// Says of each mapping what the set says of all: slots that are [propagated](Slot::is_propagated), unless a mapping has its own.
    ///
    /// ```
    /// use milieu::link::sssom::{Mapping, MappingSet, Slot};
    /// let mut set = MappingSet::default();
    /// set.slots.set(Slot::MappingTool, "milieu");
    /// set.mappings.push(Mapping::new("a:1", "skos:exactMatch", "b:1", "semapv:LexicalMatching"));
    /// let condensed = set.clone();
    /// set.propagate();
    /// assert_eq!(set.mappings[0].get(Slot::MappingTool), Some("milieu"));
    /// set.condense();
    /// assert_eq!(set, condensed);
    /// ```
    pub fn propagate(&mut self) {
        for slot in Slot::ALL.iter().copied().filter(|slot| slot.is_propagated()) {
            let values: Vec<String> = self.slots.values(slot).map(str::to_owned).collect();
            if values.is_empty() || self.mappings.iter().any(|mapping| mapping.get(slot).is_some()) {
                continue;
            }
            for mapping in &mut self.mappings {
                for value in &values {
                    mapping.add(slot, value.as_str());
                }
            }
            self.slots.remove(slot);
        }
    }

    /// Says once of the set what every mapping says; the contrary of [`Self::propagate`].
    pub fn condense(&mut self) {
        for slot in Slot::ALL.iter().copied().filter(|slot| slot.is_propagated()) {
            let Some(first) = self.mappings.first() else { return };
            let values: Vec<String> = first.values(slot).map(str::to_owned).collect();
            let of_set =
                self.slots.get(slot).is_none() || self.slots.values(slot).eq(values.iter().map(String::as_str));
            let same = |mapping: &Mapping| mapping.values(slot).eq(values.iter().map(String::as_str));
            if values.is_empty() || !of_set || !self.mappings.iter().all(same) {
                continue;
            }
            for mapping in &mut self.mappings {
                mapping.remove(slot);
            }
            self.slots.remove(slot);
            for value in values {
                self.slots.add(slot, value);
            }
        }
    }
}
