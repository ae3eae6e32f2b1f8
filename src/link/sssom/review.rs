//! Where a mapping stands with those who look at it, and what may be said of it then.
//!
//! SSSOM has no slot for it; it is told by slots that it has, so that any reader of 1.0 draws the right conclusion:
//!
//! | State | Slots |
//! |---|---|
//! | [Proposed](State::Proposed) | no reviewer |
//! | [Accepted](State::Accepted) | `reviewer_id` or `reviewer_label`, and `review_date` |
//! | [Rejected](State::Rejected) | the same, and `predicate_modifier` `Not`: the two do *not* match |
//!
//! A mapping of others that a reviewer does not agree with (`reviewer_agreement` below 0) is rejected as well, and one at 0, where the
//! reviewer is not sure, still proposed. The justification stays that of the proposal, so that a review can be taken back.

use super::validate::is_reviewed;
use super::{Mapping, Slot};
use crate::link::identifier::Kind;
use crate::source::value::Date;

/// Where a mapping stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody has looked at it.
    Proposed,
    /// Someone says that it is right.
    Accepted,
    /// Someone says that it is wrong.
    Rejected,
}

impl State {
    /// Its name: `proposed`, `accepted` or `rejected`.
    ///
    /// ```
    /// use milieu::link::sssom::State;
    /// assert_eq!("rejected".parse::<State>().unwrap().name(), "rejected");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

impl std::str::FromStr for State {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let named = [Self::Proposed, Self::Accepted, Self::Rejected].into_iter().find(|state| state.name() == name);
        named.ok_or_else(|| format!("{name:?} is no state of a mapping: there are proposed, accepted and rejected"))
    }
}

/// Who looks at mappings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reviewer {
    /// By a CURIE, such as `orcid:0000-0002-7356-1779`.
    Id(String),
    /// By name.
    Name(String),
}

/// What a mapping rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Evidence {
    /// Both have the same identifier, whose check holds.
    Identifier(Kind),
    /// They are alike, so surely, from 0 to 1.
    Likeness(f64),
}

/// What a mapping says of its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// `owl:sameAs`: all that is said of one is said of the other.
    SameAs,
    /// `skos:exactMatch`: one may stand for the other nearly everywhere.
    ExactMatch,
    /// `skos:closeMatch`: one may stand for the other here and there.
    CloseMatch,
}

/// At least as sure, two that are alike are an exact match.
const EXACT: f64 = 0.9;

/// What may be said of a mapping.
///
/// `owl:sameAs` makes two things one for every reasoner, with no way back, so it takes both: an identifier that an authority gives to
/// one organisation alone ([`Kind::is_hard`]), and someone who accepted it. A likeness is never more than an exact match (from .9 on, or
/// once accepted).
///
/// ```
/// use milieu::link::identifier::Kind;
/// use milieu::link::sssom::{Evidence, Predicate, State, predicate};
/// assert_eq!(predicate(Evidence::Identifier(Kind::Lei), State::Accepted), Predicate::SameAs);
/// assert_eq!(predicate(Evidence::Identifier(Kind::Lei), State::Proposed), Predicate::ExactMatch);
/// assert_eq!(predicate(Evidence::Identifier(Kind::Wikidata), State::Accepted), Predicate::ExactMatch);
/// assert_eq!(predicate(Evidence::Likeness(0.7), State::Proposed), Predicate::CloseMatch);
/// ```
pub fn predicate(evidence: Evidence, state: State) -> Predicate {
    match (evidence, state) {
        (Evidence::Identifier(kind), State::Accepted) if kind.is_hard() => Predicate::SameAs,
        (Evidence::Identifier(_), _) | (_, State::Accepted) => Predicate::ExactMatch,
        (Evidence::Likeness(sure), _) if sure >= EXACT => Predicate::ExactMatch,
        (Evidence::Likeness(_), _) => Predicate::CloseMatch,
    }
}

impl Predicate {
    /// Its CURIE, of built-in prefixes.
    ///
    /// ```
    /// assert_eq!(milieu::link::sssom::Predicate::CloseMatch.curie(), "skos:closeMatch");
    /// ```
    pub const fn curie(self) -> &'static str {
        match self {
            Self::SameAs => "owl:sameAs",
            Self::ExactMatch => "skos:exactMatch",
            Self::CloseMatch => "skos:closeMatch",
        }
    }
}

impl Mapping {
    /// A mapping that rests on this evidence and nobody has looked at.
    ///
    /// A likeness of 1 is a match of words, a lesser one is above a threshold of likeness; an identifier that both have is a match of
    /// words as well, and as sure as can be.
    ///
    /// ```
    /// use milieu::link::sssom::{Evidence, Mapping, State};
    /// let mapping = Mapping::proposed("m:1", "ror:04vnq7t77", Evidence::Likeness(0.93));
    /// assert_eq!((mapping.predicate(), mapping.confidence()), ("skos:exactMatch", Some(0.93)));
    /// assert_eq!(mapping.state(), State::Proposed);
    /// ```
    pub fn proposed(subject: &str, object: &str, evidence: Evidence) -> Self {
        let (sure, justification) = match evidence {
            Evidence::Likeness(sure) if sure < 1.0 => (sure, "semapv:LexicalSimilarityThresholdMatching"),
            _ => (1.0, "semapv:LexicalMatching"),
        };
        let predicate = predicate(evidence, State::Proposed).curie();
        Self::new(subject, predicate, object, justification).with(Slot::Confidence, sure.to_string())
    }

    /// Where it stands.
    ///
    /// ```
    /// use milieu::link::sssom::{Mapping, Slot, State};
    /// let mapping = Mapping::new("a:1", "skos:exactMatch", "b:1", "semapv:LexicalMatching").with(Slot::ReviewerLabel, "Ada");
    /// assert_eq!(mapping.state(), State::Accepted);
    /// assert_eq!(mapping.with(Slot::ReviewerAgreement, "-0.8").state(), State::Rejected);
    /// ```
    pub fn state(&self) -> State {
        let agreement = self.get(Slot::ReviewerAgreement).and_then(|value| value.parse::<f64>().ok());
        match agreement.unwrap_or(1.0) {
            _ if !is_reviewed(self) => State::Proposed,
            agreement if agreement < 0.0 => State::Rejected,
            0.0 => State::Proposed,
            _ if self.is_negated() => State::Rejected,
            _ => State::Accepted,
        }
    }

    /// Puts it into a state, by someone on a day; [`State::Proposed`] takes a review back, and leaves nobody's name.
    ///
    /// The predicate becomes what may be said then: [`predicate`].
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// use milieu::link::sssom::{Evidence, Mapping, Reviewer, Slot, State};
    /// let evidence = Evidence::Identifier(Kind::Ror);
    /// let mut mapping = Mapping::proposed("m:1", "ror:04vnq7t77", evidence);
    /// let before = mapping.clone();
    /// mapping.review(State::Accepted, evidence, &Reviewer::Name("Ada".to_owned()), "2026-07-01".parse().unwrap());
    /// assert_eq!((mapping.state(), mapping.predicate()), (State::Accepted, "owl:sameAs"));
    /// mapping.review(State::Rejected, evidence, &Reviewer::Name("Ada".to_owned()), "2026-07-02".parse().unwrap());
    /// assert_eq!(mapping.get(Slot::PredicateModifier), Some("Not"));
    /// mapping.review(State::Proposed, evidence, &Reviewer::Name("Ada".to_owned()), "2026-07-03".parse().unwrap());
    /// assert_eq!(mapping, before);
    /// ```
    pub fn review(&mut self, state: State, evidence: Evidence, by: &Reviewer, on: Date) {
        self.set(Slot::PredicateId, predicate(evidence, state).curie());
        self.judge(state, by, on);
    }

    /// The same of a mapping whose predicate somebody else chose: it stays.
    ///
    /// ```
    /// use milieu::link::sssom::{Mapping, Reviewer, State};
    /// let mut mapping = Mapping::new("a:1", "skos:broadMatch", "b:1", "semapv:ManualMappingCuration");
    /// mapping.judge(State::Accepted, &Reviewer::Name("Ada".to_owned()), "2026-07-01".parse().unwrap());
    /// assert_eq!((mapping.state(), mapping.predicate()), (State::Accepted, "skos:broadMatch"));
    /// ```
    pub fn judge(&mut self, state: State, by: &Reviewer, on: Date) {
        for slot in
            [Slot::ReviewerId, Slot::ReviewerLabel, Slot::ReviewDate, Slot::ReviewerAgreement, Slot::PredicateModifier]
        {
            self.remove(slot);
        }
        if state == State::Proposed {
            return;
        }
        match by {
            Reviewer::Id(id) => self.set(Slot::ReviewerId, id.as_str()),
            Reviewer::Name(name) => self.set(Slot::ReviewerLabel, name.as_str()),
        }
        self.set(Slot::ReviewDate, on.to_string());
        if state == State::Rejected {
            self.set(Slot::PredicateModifier, "Not");
        }
    }
}
