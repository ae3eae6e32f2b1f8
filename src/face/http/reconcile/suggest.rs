//! Suggestions while somebody types.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::asked::{refused, text};
use super::part::Part;
use super::service::{Service, Thing};
use super::told::Named;
use crate::face::http::problem::Problem;
use crate::face::http::sparql::Parameters;
use crate::link::decision::LinkOptions;
use crate::link::mention::Mention;
use crate::text::{fold, words};

/// The most suggestions at once.
const MOST: usize = 20;

/// Nobody turns more pages than these many suggestions fill.
const FURTHEST: usize = 10_000;

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Entity,
    Type,
    Property,
}

/// What somebody typed, and how many suggestions they saw.
pub(super) struct Typed {
    prefix: String,
    cursor: usize,
    /// The type that a thing has to have.
    kind: Option<String>,
}

impl Typed {
    pub(super) fn read(parameters: &Parameters) -> Result<Self, Problem> {
        let prefix = parameters.one("prefix")?;
        let prefix =
            prefix.ok_or_else(|| refused("prefix", "it is missing; give what was typed, which may be nothing"))?;
        let cursor = parameters.one("cursor")?.filter(|cursor| !cursor.is_empty());
        let cursor = cursor.map_or(Ok(0), |cursor| {
            let number = cursor.parse().ok().filter(|number| *number <= FURTHEST);
            number.ok_or_else(|| refused("cursor", format_args!("{cursor:?} is no whole number from 0 to {FURTHEST}")))
        })?;
        let kind = parameters.one("type")?.filter(|kind| !kind.is_empty()).map(str::to_owned);
        Ok(Self { prefix: text("prefix", prefix)?, cursor, kind })
    }
}

#[derive(Serialize)]
pub(super) struct Suggested {
    result: Vec<Named>,
}

impl Service {
    pub(super) fn suggest(&self, what: What, typed: &Typed) -> Suggested {
        let named = |all: &[Named]| {
            let fitting = all.iter().filter(|one| fits(one, &typed.prefix));
            fitting.skip(typed.cursor).take(MOST).cloned().collect()
        };
        let result = match what {
            What::Type => named(self.types()),
            What::Property => named(self.properties()),
            What::Entity => {
                let things = self.things(typed).into_iter().skip(typed.cursor).take(MOST);
                things.map(|thing| Named { notable: Some(self.types_of(thing)), ..self.named(thing) }).collect()
            }
        };
        Suggested { result }
    }

    /// Things by what somebody typed: what it identifies, then names that begin so, then names whose words do, then what it may mean.
    fn things(&self, typed: &Typed) -> Vec<Thing> {
        let enough = typed.cursor + MOST;
        let fits = |thing: &Thing| typed.kind.as_ref().is_none_or(|kind| self.has_type(*thing, kind));
        let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
        let mut add = |found: &mut Vec<Thing>, thing: Thing| {
            if fits(&thing) && seen.insert(thing) {
                found.push(thing);
            }
            found.len() < enough
        };
        for thing in self.by_code(&typed.prefix) {
            add(&mut found, thing);
        }
        let words = words(&typed.prefix);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let within = |part: &Part| part.linker.index().beginning(&words);
        self.in_turn(|part| part.beginning(&typed.prefix), |thing| add(&mut found, thing));
        if found.len() < enough && !words.is_empty() {
            self.in_turn(|part| within(part).into_iter(), |thing| add(&mut found, thing));
        }
        if found.len() < enough && !typed.prefix.is_empty() {
            let mention = Mention::new(&typed.prefix);
            let mut likely = Vec::new();
            for (at, part) in self.parts.iter().enumerate() {
                let decision = part.linker.link_among(&mention, LinkOptions::BALANCED, enough);
                let all = decision.links.into_iter().chain(decision.others);
                likely.extend(all.filter_map(|weighed| Some((weighed.confidence, self.find(at, &weighed.id)?))));
            }
            likely.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            likely.into_iter().all(|(_, thing)| add(&mut found, thing));
        }
        found
    }

    /// Hands over what each part has, one of each after another, so that regions are not behind ten thousand organisations; until it is
    /// enough.
    fn in_turn<'s, I: Iterator<Item = u32>>(&'s self, of: impl Fn(&'s Part) -> I, mut take: impl FnMut(Thing) -> bool) {
        let mut parts: Vec<(usize, I)> = self.parts.iter().map(of).enumerate().collect();
        while !parts.is_empty() {
            let mut more = Vec::with_capacity(parts.len());
            for (part, mut records) in parts {
                let Some(record) = records.next() else { continue };
                if !take(Thing { part, record }) {
                    return;
                }
                more.push((part, records));
            }
            parts = more;
        }
    }
}

/// Whether each word of `prefix` begins a word of the name, or the identifier is begun.
fn fits(named: &Named, prefix: &str) -> bool {
    let name = fold(&named.name);
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let prefix = fold(prefix);
    let begins = |sought: &str| words.iter().any(|word| word.starts_with(sought));
    fold(&named.id).starts_with(&prefix) || prefix.split_whitespace().all(begins)
}
