//! Decisions: which records a mention means, or none, how sure that is, and why.

use std::fmt;

use super::candidate::{Candidate, candidates};
use super::context::{CONTEXT, Context, context};
use super::index::Index;
use super::mention::{Mention, Reading};
use super::parts::kept;
use super::record::Record;
use super::score::FEATURES;
use super::weights::{Weights, probability};

/// How sure a link has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinkOptions {
    /// The least confidence, in [0, 1].
    pub threshold: f32,
}

impl LinkOptions {
    /// Few wrong and few missed: the highest F1 on the training data.
    pub const BALANCED: Self = Self { threshold: 0.45 };
    /// Hardly any wrong: a precision of about .95 on the training data.
    pub const CAREFUL: Self = Self { threshold: 0.79 };
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self::BALANCED
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// What it is, in words.
    pub what: &'static str,
    /// How much of it there is, mostly in [0, 1].
    pub value: f32,
    /// What it adds to the logarithm of the odds.
    pub weight: f32,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({:.2}, {:+.2})", self.what, self.value, self.weight)
    }
}

/// A record that was weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The record's identifier.
    pub id: String,
    /// Its label.
    pub label: String,
    /// The name by which it was found.
    pub name: String,
    /// The words of the mention that were taken for the name.
    pub said: String,
    /// The probability that it is meant, in [0, 1].
    pub confidence: f32,
    /// What speaks for and against it, what weighs most first.
    pub reasons: Vec<Reason>,
}

/// What a mention means.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The records that are meant, the surest first; none is an answer, too.
    pub links: Vec<Weighed>,
    /// Others that were weighed, the likeliest first.
    pub others: Vec<Weighed>,
    /// In a sentence, why it is these or none.
    pub because: String,
}

impl Decision {
    /// Whether the target has nothing that is meant.
    pub fn is_nil(&self) -> bool {
        self.links.is_empty()
    }
}

/// How many that were not chosen are told.
const TOLD: usize = 5;

/// Links mentions with the records of an index.
///
/// ```
/// use milieu::link::decision::{LinkOptions, Linker};
/// use milieu::link::index::Index;
/// use milieu::link::mention::Mention;
/// use milieu::link::record::{NameKind, Record};
///
/// let named = |id: &str, name: &str, city: &str| Record {
///     id: id.into(),
///     names: vec![(name.into(), NameKind::Label)],
///     country: Some(*b"DE"),
///     city: Some(city.into()),
///     ..Record::default()
/// };
/// let records = vec![
///     named("1", "University of Stuttgart", "Stuttgart"),
///     named("2", "University of Hohenheim", "Stuttgart"),
///     named("3", "Technical University of Munich", "Munich"),
/// ];
/// let linker = Linker::new(Index::new(records));
/// let decision = linker.link(&Mention::new("Universität Stuttgart, Germany"), LinkOptions::default());
/// assert_eq!(decision.links[0].id, "1");
/// assert!(linker.link(&Mention::new("Optomechatronics Group"), LinkOptions::default()).is_nil());
/// ```
#[derive(Debug)]
pub struct Linker {
    index: Index,
    alone: Weights,
    among: Weights,
}

impl Linker {
    /// A linker with the weights that ship with milieu.
    ///
    /// # Panics
    /// Never: a test reads the weights.
    pub fn new(index: Index) -> Self {
        let alone = concat!(include_str!("data/weights_alone.tsv"), include_str!("data/weights_by_hand.tsv"));
        let alone = Weights::read(alone, &FEATURES.map(|(name, _)| name)).expect("the table is well formed");
        let among = Weights::read(include_str!("data/weights_among.tsv"), &CONTEXT.map(|(name, _)| name));
        Self::with_weights(index, alone, among.expect("the table is well formed"))
    }

    /// A linker with weights of one's own: for [`FEATURES`], and for [`CONTEXT`].
    pub fn with_weights(index: Index, alone: Weights, among: Weights) -> Self {
        Self { index, alone, among }
    }

    /// The weights of [`FEATURES`] and of [`CONTEXT`].
    ///
    /// ```
    /// use milieu::link::{decision::Linker, index::Index};
    /// let linker = Linker::new(Index::new(Vec::new()));
    /// assert!(linker.weights().0.bias < 0.0);
    /// assert!(linker.into_index().is_empty());
    /// ```
    pub fn weights(&self) -> (&Weights, &Weights) {
        (&self.alone, &self.among)
    }

    /// The linker's index, to be used with other weights.
    pub fn into_index(self) -> Index {
        self.index
    }

    /// The records that are linked with.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// All candidates for a mention, the likeliest by itself first, with what each is judged by among the others.
    pub fn weigh(&self, mention: &Mention) -> Vec<(Candidate, Context)> {
        let found = candidates(&Reading::of(mention, &self.index), &self.index, &self.alone);
        let contexts: Vec<Context> = (0..found.len()).map(|at| context(&found, at, &self.index)).collect();
        found.into_iter().zip(contexts).collect()
    }

    /// Which records a mention means, by identifier with the confidence; quicker than [`link`](Self::link), as nothing is explained.
    pub fn ids(&self, mention: &Mention, options: LinkOptions) -> Vec<(&str, f32)> {
        let (found, contexts): (Vec<Candidate>, Vec<Context>) = self.weigh(mention).into_iter().unzip();
        let sure = self.confidences(&contexts);
        let links = kept(&found, &sure, options.threshold);
        links.into_iter().map(|at| (self.index.record(found[at].record).id.as_str(), sure[at])).collect()
    }

    /// Which records a mention means, and why.
    pub fn link(&self, mention: &Mention, options: LinkOptions) -> Decision {
        self.link_among(mention, options, TOLD)
    }

    /// The same, with at most so many of those that were not chosen.
    ///
    /// ```
    /// use milieu::link::decision::{LinkOptions, Linker};
    /// use milieu::link::index::Index;
    /// use milieu::link::mention::Mention;
    /// use milieu::link::record::{NameKind, Record};
    ///
    /// let named = |id: u8| Record { id: id.to_string(), names: vec![("Alder Institute".into(), NameKind::Label)], ..Record::default() };
    /// let linker = Linker::new(Index::new((0..20).map(named).collect()));
    /// let decision = linker.link_among(&Mention::new("Alder Institute"), LinkOptions::CAREFUL, 12);
    /// assert_eq!((decision.links.len(), decision.others.len()), (0, 12));
    /// ```
    pub fn link_among(&self, mention: &Mention, options: LinkOptions, most: usize) -> Decision {
        let reading = Reading::of(mention, &self.index);
        let found = candidates(&reading, &self.index, &self.alone);
        let contexts: Vec<Context> = (0..found.len()).map(|at| context(&found, at, &self.index)).collect();
        let sure = self.confidences(&contexts);
        let links = kept(&found, &sure, options.threshold);
        let mut others: Vec<usize> = (0..found.len()).filter(|at| !links.contains(at)).collect();
        others.sort_by(|one, other| sure[*other].total_cmp(&sure[*one]));
        others.truncate(most);
        let told = |at: &usize| self.told(&found[*at], &contexts[*at], sure[*at], &reading);
        let links: Vec<Weighed> = links.iter().map(told).collect();
        let others: Vec<Weighed> = others.iter().map(told).collect();
        let because = because(&links, &others, options.threshold);
        Decision { links, others, because }
    }

    fn confidences(&self, contexts: &[Context]) -> Vec<f32> {
        contexts.iter().map(|context| probability(self.among.log_odds(context))).collect()
    }

    fn told(&self, candidate: &Candidate, context: &Context, confidence: f32, reading: &Reading) -> Weighed {
        let record: &Record = self.index.record(candidate.record);
        let reason = |((&(_, what), value), weight): ((&(&str, &'static str), &f32), f32)| Reason {
            what,
            value: *value,
            weight,
        };
        let own = FEATURES.iter().zip(&candidate.features).zip(self.alone.parts(&candidate.features)).map(reason);
        // What it is by itself is what the evidence before adds up to.
        let among = CONTEXT.iter().zip(context).zip(self.among.parts(context)).skip(1).map(reason);
        let mut reasons: Vec<Reason> = own.chain(among).filter(|reason| reason.weight.abs() >= 0.05).collect();
        reasons.sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()));
        let said: Vec<&str> = candidate.words.iter().map(|at| reading.words[*at].word.raw.as_str()).collect();
        Weighed {
            id: record.id.clone(),
            label: record.label().to_owned(),
            name: self.index.name_text(candidate.name).to_owned(),
            said: said.join(" "),
            confidence,
            reasons,
        }
    }
}

/// A decision in a sentence.
fn because(links: &[Weighed], others: &[Weighed], threshold: f32) -> String {
    match (links, others) {
        ([], []) => "no name of the target shares a telling word with the mention".to_owned(),
        ([], [best, next, ..]) if next.confidence > best.confidence / 2.0 => format!(
            "ambiguous: {} ({:.2}) and {} ({:.2}) are both under {threshold:.2}",
            best.label, best.confidence, next.label, next.confidence
        ),
        ([], [best, ..]) => format!("the likeliest, {}, has {:.2}, under {threshold:.2}", best.label, best.confidence),
        ([first, ..], [next, ..]) => format!(
            "\"{}\" is the name \"{}\": {:.2}; the likeliest that was not chosen, {}, has {:.2}",
            first.said, first.name, first.confidence, next.label, next.confidence
        ),
        ([first, ..], []) => format!(
            "\"{}\" is the name \"{}\": {:.2}, and nothing else is likely",
            first.said, first.name, first.confidence
        ),
    }
}
