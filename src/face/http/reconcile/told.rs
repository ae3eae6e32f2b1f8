//! What is answered, as both versions of the API write it.

use serde::Serialize;

/// A type, a property or a thing that is named in an answer.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    /// What a type is a kind of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) broader: Vec<Self>,
    /// The types of a thing that is suggested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) notable: Option<Vec<Self>>,
}

impl Named {
    pub(super) fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    /// The same, with words that tell it from others of its name.
    pub(super) fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()).filter(|text: &String| !text.is_empty()), ..self }
    }
}

/// What a query may mean.
#[derive(Debug, Serialize)]
pub(super) struct Candidate {
    #[serde(flatten)]
    pub(super) thing: Named,
    #[serde(rename = "type")]
    pub(super) types: Vec<Named>,
    /// How likely it is meant, from 0 to 100.
    pub(super) score: f64,
    pub(super) features: Vec<Feature>,
    /// Whether it is meant so surely that nobody needs to look.
    #[serde(rename = "match")]
    pub(super) is_match: bool,
}

/// A piece of the evidence.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Feature {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) value: Value,
}

/// How much of it there is.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    Is(bool),
    Much(f64),
}

/// A value of a property.
#[derive(Debug, Clone, Serialize, PartialEq)]
#[serde(untagged)]
pub(super) enum Cell {
    Thing {
        id: String,
        name: String,
    },
    Text {
        #[serde(rename = "str")]
        text: String,
        /// The draft of 1.0 alone has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
    },
    Whole {
        int: i64,
    },
    Number {
        float: f64,
    },
    Time {
        date: String,
    },
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), lang: None }
    }

    /// A thing's identifier in place of the thing.
    pub(super) fn reduce(&mut self) {
        if let Self::Thing { id, .. } = self {
            *self = Self::text(std::mem::take(id));
        }
    }

    /// The same as version 0.2 has it.
    pub(super) fn without_language(&mut self) {
        if let Self::Text { lang, .. } = self {
            *lang = None;
        }
    }

    /// As text, to be compared: things by their identifiers and their names.
    pub(super) fn said(&self) -> Vec<String> {
        match self {
            Self::Thing { id, name } => vec![id.clone(), name.clone()],
            Self::Text { text, .. } => vec![text.clone()],
            Self::Whole { int } => vec![int.to_string()],
            Self::Number { float } => vec![float.to_string()],
            Self::Time { date } => vec![date.clone(), date.trim_end_matches("T00:00:00").to_owned()],
        }
    }
}

/// A probability or a share with four digits, so that it reads as it is meant.
pub(super) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}
