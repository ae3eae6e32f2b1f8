//! Somebody looks at a mapping and says what it is.

use std::time::SystemTime;

use super::background::{Background, Choice};
use super::propose::TOOL;
use super::record::{Entry, entry, write_entry};
use super::sets::{put, read};
use super::terms::NO_TERM;
use super::{MappingError, SetName};
use crate::link::identifier::identify;
use crate::link::sssom::{Evidence, Mapping, Prefixes, Reviewer, Slot, State};
use crate::model::NamedNode;
use crate::source::value::Date;
use crate::store::Transaction;

/// What somebody says of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The record.
    pub mapping: NamedNode,
    /// Where it is to stand; [`State::Proposed`] takes a review back, and brings back what was proposed.
    pub state: State,
    /// What it leads to in place of what was proposed: one of its choices, or any IRI, with its label if that is known.
    pub object: Option<Choice>,
    /// Who says so: a name, or an ORCID iD.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// The day that it is, in UTC.
///
/// # Panics
/// Never: the clock's time has a date.
///
/// ```
/// assert!(milieu::mapping::today().year >= 2026);
/// ```
pub fn today() -> Date {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    now[..10].parse().expect("the clock's time begins with its date")
}

/// Who reviews, as they write it: an ORCID iD in any spelling becomes `orcid:…`, all else is a name.
///
/// # Errors
/// [`MappingError::Nobody`] when there is no name.
///
/// ```
/// use milieu::link::sssom::{Prefixes, Reviewer};
/// use milieu::mapping::reviewer;
/// let mut prefixes = Prefixes::default();
/// let known = Reviewer::Id("orcid:0000-0002-7356-1779".to_owned());
/// assert_eq!(reviewer("https://orcid.org/0000-0002-7356-1779", &mut prefixes)?, known);
/// assert_eq!(reviewer("Ada Lovelace", &mut prefixes)?, Reviewer::Name("Ada Lovelace".to_owned()));
/// assert!(reviewer(" ", &mut prefixes).is_err());
/// # Ok::<(), milieu::mapping::MappingError>(())
/// ```
pub fn reviewer(text: &str, prefixes: &mut Prefixes) -> Result<Reviewer, MappingError> {
    const ORCID: &str = "https://orcid.org/";
    let text = text.trim();
    let bare = text.strip_prefix(ORCID).or_else(|| text.strip_prefix("orcid:")).unwrap_or(text);
    let is_orcid = bare.len() == 19
        && bare.char_indices().all(|(at, sign)| match at {
            4 | 9 | 14 => sign == '-',
            18 => sign.is_ascii_digit() || sign == 'X',
            _ => sign.is_ascii_digit(),
        });
    if is_orcid {
        if prefixes.contract(ORCID).is_none() && prefixes.get("orcid").is_none() {
            prefixes.declare("orcid", ORCID);
        }
        return Ok(Reviewer::Id(prefixes.shorten(&format!("{ORCID}{bare}"))));
    }
    if text.is_empty() { Err(MappingError::Nobody) } else { Ok(Reviewer::Name(text.to_owned())) }
}

/// Makes a review, and gives the mapping as it then stands. [`refresh`](super::refresh) states it, or states it no more.
///
/// A mapping that milieu proposed gets the predicate that may be said of it then ([`predicate`](crate::link::sssom::predicate)); those of
/// others keep theirs.
///
/// # Errors
/// [`MappingError`]; nothing was changed then.
///
/// ```
/// use milieu::link::sssom::{Evidence, Mapping, MappingSet, State};
/// use milieu::{Store, mapping::{self, Review}};
/// let mut set = MappingSet::default();
/// set.prefixes.declare("ror", "https://ror.org/");
/// set.mappings.push(Mapping::proposed("ror:04vnq7t77", "ror:03v4gjf40", Evidence::Likeness(0.7)));
/// let (store, name) = (Store::new(), "mine".parse()?);
/// let mut transaction = store.begin();
/// mapping::put(&mut transaction, &name, set)?;
/// let record = mapping::Queue::of(&transaction.snapshot(), &name, None, mapping::Order::SurestFirst)?.records[0].clone();
/// let review = Review { mapping: record, state: State::Accepted, object: None, by: "Ada".into(), on: mapping::today() };
/// assert_eq!(mapping::review(&mut transaction, &name, &review)?.state(), State::Accepted);
/// # Ok::<(), mapping::MappingError>(())
/// ```
pub fn review(transaction: &mut Transaction<'_>, set: &SetName, review: &Review) -> Result<Entry, MappingError> {
    let mut entry = entry(&transaction.snapshot(), set, &review.mapping)?;
    let by = reviewer(&review.by, &mut entry.prefixes)?;
    match &review.object {
        Some(object) => choose(&mut entry, object)?,
        None if review.state == State::Proposed => put_back(&mut entry),
        None => {}
    }
    judge(&mut entry.mapping, review.state, &by, review.on);
    write_entry(transaction, set, &entry)?;
    let name = |id: Slot, label: Slot| entry.mapping.get(label).or_else(|| entry.mapping.get(id)).unwrap_or("?");
    transaction.note(format!(
        "review {set}: {} {} = {} by {}",
        verb(review.state),
        name(Slot::SubjectId, Slot::SubjectLabel),
        name(Slot::ObjectId, Slot::ObjectLabel),
        review.by.trim()
    ));
    Ok(entry)
}

/// Makes the same review of every proposed mapping of a set that is at least so sure (0 to 1); gives how many there were.
///
/// A mapping that does not say how sure it is counts as sure: somebody stated it.
///
/// # Errors
/// [`MappingError`]; nothing was changed then.
///
/// ```
/// use milieu::link::sssom::State;
/// use milieu::{Store, mapping};
/// let mut store = Store::new();
/// assert!(mapping::review_all(&mut store.begin(), &"mine".parse()?, State::Accepted, 0.9, "Ada", mapping::today()).is_err());
/// # Ok::<(), mapping::MappingError>(())
/// ```
pub fn review_all(
    transaction: &mut Transaction<'_>,
    name: &SetName,
    state: State,
    at_least: f64,
    by: &str,
    on: Date,
) -> Result<usize, MappingError> {
    let mut set = read(&transaction.snapshot(), name)?;
    let who = reviewer(by, &mut set.prefixes)?;
    let mut reviewed = 0;
    for mapping in &mut set.mappings {
        if mapping.state() == State::Proposed && mapping.confidence().unwrap_or(1.0) >= at_least {
            judge(mapping, state, &who, on);
            reviewed += 1;
        }
    }
    put(transaction, name, set)?;
    transaction.note(format!("review {name}: {} {reviewed} mappings by {}", verb(state), by.trim()));
    Ok(reviewed)
}

fn verb(state: State) -> &'static str {
    match state {
        State::Proposed => "take back",
        State::Accepted => "accept",
        State::Rejected => "reject",
    }
}

fn judge(mapping: &mut Mapping, state: State, by: &Reviewer, on: Date) {
    if mapping.get(Slot::MappingTool) == Some(TOOL) && mapping.get(Slot::MappingCardinality) != Some("1:0") {
        mapping.review(state, evidence(mapping), by, on);
    } else {
        mapping.judge(state, by, on);
    }
}

/// What a mapping of milieu's rests on: the identifier that both have, where one was matched, else their likeness.
fn evidence(mapping: &Mapping) -> Evidence {
    let matched = mapping.get(Slot::MatchString).filter(|_| mapping.confidence() == Some(1.0));
    let identifier = matched.and_then(|text| identify(text).into_iter().find_map(|found| found.result.ok()));
    match identifier {
        Some(identifier) => Evidence::Identifier(identifier.kind()),
        None => Evidence::Likeness(mapping.confidence().unwrap_or(1.0)),
    }
}

/// Lets a mapping lead to another object; what was proposed is kept.
fn choose(entry: &mut Entry, object: &Choice) -> Result<(), MappingError> {
    let iri = NamedNode::new(&object.iri).map_err(|_| MappingError::Object(object.iri.clone()))?;
    let mut background = Background::of(&entry.mapping);
    let now = current(entry, &background);
    if now.iri == iri.as_str() {
        return Ok(());
    }
    let proposed = background.proposed.clone().unwrap_or_else(|| now.clone());
    if proposed.iri == iri.as_str() {
        put_back(entry);
        return Ok(());
    }
    let known = background.choices.iter().find(|choice| choice.iri == object.iri).cloned();
    let chosen =
        Choice { justification: "semapv:ManualMappingCuration".to_owned(), ..known.unwrap_or_else(|| object.clone()) };
    background.proposed = Some(proposed);
    lead_to(entry, chosen, background);
    Ok(())
}

/// Brings back what was proposed, if something else was chosen.
fn put_back(entry: &mut Entry) {
    let mut background = Background::of(&entry.mapping);
    if let Some(proposed) = background.proposed.take() {
        lead_to(entry, proposed, background);
    }
}

/// What a mapping leads to now.
fn current(entry: &Entry, background: &Background) -> Choice {
    let mapping = &entry.mapping;
    Choice {
        iri: entry.prefixes.expand(mapping.object()).unwrap_or_default(),
        label: mapping.get(Slot::ObjectLabel).unwrap_or_default().to_owned(),
        confidence: mapping.confidence(),
        facts: background.object.clone(),
        justification: mapping.get(Slot::MappingJustification).unwrap_or_default().to_owned(),
    }
}

fn lead_to(entry: &mut Entry, choice: Choice, mut background: Background) {
    let Choice { iri, label, confidence, facts, justification } = choice;
    let object = entry.prefixes.shorten(&iri);
    let mapping = &mut entry.mapping;
    mapping.set(Slot::ObjectId, object);
    mapping.set(Slot::ObjectLabel, label);
    mapping.set(Slot::Confidence, confidence.map(|sure| sure.to_string()).unwrap_or_default());
    mapping.set(Slot::MappingJustification, justification);
    mapping.set(Slot::MappingCardinality, if iri == NO_TERM.as_str() { "1:0" } else { "" });
    background.object = facts;
    background.keep(mapping);
}
