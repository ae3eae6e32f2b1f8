//! What a proposal rests on, kept with its mapping so that whoever reviews it sees it.

use serde::{Deserialize, Serialize};

use crate::link::sssom::{Mapping, Slot};
use crate::link::target::Target;

/// What was known when a mapping was proposed: kept as JSON in the slot `other`, which SSSOM leaves to each tool.
///
/// ```
/// use milieu::link::sssom::Mapping;
/// use milieu::mapping::{Background, Facts};
/// let mut mapping = Mapping::default();
/// assert_eq!(Background::of(&mapping), Background::default());
/// let known = Background { subject: Facts { city: "Ulm".to_owned(), ..Facts::default() }, ..Background::default() };
/// known.keep(&mut mapping);
/// assert_eq!(Background::of(&mapping), known);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Background {
    /// What was known of the subject.
    #[serde(skip_serializing_if = "Facts::is_empty")]
    pub subject: Facts,
    /// What the target says of the object.
    #[serde(skip_serializing_if = "Facts::is_empty")]
    pub object: Facts,
    /// What speaks for and against it, what weighs most first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Piece>,
    /// What else it may be, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// What was proposed, where a reviewer chose something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Choice>,
}

/// A few facts by which a person knows an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The country, as ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// The city, by name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// The web site's host.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub website: String,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// What it is, in words.
    pub what: String,
    /// What it adds to the logarithm of the odds.
    pub weight: f32,
}

/// Something that a mapping may lead to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Its IRI; `sssom:NoTermFound`'s for nothing.
    pub iri: String,
    /// Its label.
    pub label: String,
    /// How sure it is, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// What is known of it.
    #[serde(skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// How it was found, where that has to be put back.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub justification: String,
}

impl Choice {
    /// What a target says of one of its records, by the record's id.
    ///
    /// ```
    /// use milieu::link::record::{NameKind, Record};
    /// use milieu::link::target::{Description, Format, Target};
    /// use milieu::mapping::Choice;
    /// let description = Description {
    ///     name: "ror".into(), format: Format::Ror, iri_prefix: Format::Ror.iri_prefix().into(), records: 1, file: "dump.json".into(),
    ///     sha256: String::new(), added: "2024-01-01T00:00:00Z".into(), licence: None, version: None,
    /// };
    /// let names = vec![("CERN".into(), NameKind::Acronym)];
    /// let cern = Record { id: "https://ror.org/01ggx4157".into(), names, country: Some(*b"CH"), ..Record::default() };
    /// let choice = Choice::of(&Target::new(description, vec![cern]), "https://ror.org/01ggx4157");
    /// assert_eq!((choice.label.as_str(), choice.facts.country.as_str()), ("CERN", "CH"));
    /// ```
    pub fn of(target: &Target, id: &str) -> Self {
        let Some(record) = target.record(id) else { return Self { iri: id.to_owned(), ..Self::default() } };
        Self {
            iri: target.iri(record),
            label: record.label().to_owned(),
            facts: Facts {
                country: record.country.map(|code| String::from_utf8_lossy(&code).into_owned()).unwrap_or_default(),
                city: record.city.clone().unwrap_or_default(),
                website: record.domain.clone().unwrap_or_default(),
            },
            ..Self::default()
        }
    }
}

impl Facts {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Background {
    /// What a mapping has of it; nothing where another tool wrote what stands there.
    pub fn of(mapping: &Mapping) -> Self {
        mapping.get(Slot::Other).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Keeps it with a mapping.
    ///
    /// # Panics
    /// Never: texts and numbers are always JSON.
    pub fn keep(&self, mapping: &mut Mapping) {
        if *self == Self::default() {
            return mapping.remove(Slot::Other);
        }
        mapping.set(Slot::Other, serde_json::to_string(self).expect("texts and numbers are JSON"));
    }
}
