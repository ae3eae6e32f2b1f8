//! What a row's name means, as a line of a table says it.

use crate::link::decision::{Decision, LinkOptions, Weighed};
use crate::link::target::Target;

/// What was decided, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// One record is meant.
    Linked,
    /// The text names several organisations that the target has.
    Several,
    /// None reaches the threshold, and one at least half of it: worth a look.
    Unsure,
    /// Nothing in the target comes near.
    None,
}

impl Verdict {
    /// The word for it in a table.
    ///
    /// ```
    /// assert_eq!(milieu::link::table::Verdict::Unsure.name(), "unsure");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Several => "several",
            Self::Unsure => "unsure",
            Self::None => "none",
        }
    }
}

/// A record that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its full IRI.
    pub iri: String,
    /// Its label.
    pub label: String,
    /// The probability that it is meant, in [0, 1].
    pub confidence: f32,
}

/// What a row's name means.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was decided, in a word.
    pub verdict: Verdict,
    /// The record that is meant, the surest if several are.
    pub link: Option<Choice>,
    /// The likeliest other: of several, the next; else the best that was not chosen.
    pub next: Option<Choice>,
    /// Why, in a sentence.
    pub because: String,
}

impl Answer {
    /// What the name means.
    pub(super) fn of(decision: &Decision, target: &Target, options: LinkOptions) -> Self {
        let near = decision.others.first().is_some_and(|other| other.confidence >= options.threshold / 2.0);
        let verdict = match decision.links.len() {
            0 if near => Verdict::Unsure,
            0 => Verdict::None,
            1 => Verdict::Linked,
            _ => Verdict::Several,
        };
        let weightiest = match verdict {
            Verdict::Linked | Verdict::Several => decision.links.first().and_then(|link| reason(link, 1.0, "for it")),
            Verdict::Unsure => decision.others.first().and_then(|other| reason(other, -1.0, "against it")),
            Verdict::None => None,
        };
        let because = decision.because.clone() + &weightiest.unwrap_or_default();
        let mut choices = decision.links.iter().chain(&decision.others).map(|weighed| choice(weighed, target));
        let link = if matches!(verdict, Verdict::Linked | Verdict::Several) { choices.next() } else { None };
        Self { verdict, link, next: choices.next(), because }
    }
}

fn choice(weighed: &Weighed, target: &Target) -> Choice {
    let iri = target.iri_of(&weighed.id);
    Choice { iri, label: weighed.label.clone(), confidence: weighed.confidence }
}

/// What weighs most in one direction, in words.
fn reason(weighed: &Weighed, sign: f32, direction: &str) -> Option<String> {
    let most = weighed.reasons.iter().find(|reason| reason.weight * sign > 0.0)?;
    Some(format!("; most {direction}: {}", most.what))
}
