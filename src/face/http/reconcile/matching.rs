//! From a query to its candidates: identifiers first, then the linker's decision on the name.

use std::collections::BTreeMap;

use super::asked::{Condition, Quantifier, Query, Strict};
use super::evidence::Known;
use super::part::Part;
use super::service::{Service, Thing};
use super::told::{Candidate, Cell, Feature, Value, rounded};
use crate::link::context::CONTEXT;
use crate::link::decision::{LinkOptions, Reason, Weighed};
use crate::link::mention::Mention;
use crate::link::places::PlaceMention;
use crate::link::score::FEATURES;
use crate::text::fold;

/// A candidate on its way.
struct Likely {
    thing: Thing,
    /// The probability that it is meant.
    score: f32,
    /// Whether a decision links it, or an identifier is its own.
    linked: bool,
    features: Vec<Feature>,
}

/// A rival with so much of the likelihood of the first keeps it from being a match.
const RIVAL: f32 = 0.5;

/// What is left of the likelihood of a thing of another type, where a type is only preferred.
const OTHER_TYPE: f32 = 0.5;

/// More candidates than are asked for are weighed: some are of another type, or do not fulfil a condition.
const SPARE: usize = 20;

impl Service {
    /// What `query` may mean, the likeliest first.
    pub(super) fn candidates(&self, query: &Query) -> Vec<Candidate> {
        let known = Known::of(&query.conditions, self);
        let mut likely: BTreeMap<Thing, Likely> = BTreeMap::new();
        for name in &query.names {
            for found in self.weigh(name, query, &known) {
                if likely.get(&found.thing).is_none_or(|before| before.score < found.score) {
                    likely.insert(found.thing, found);
                }
            }
        }
        let identified = self.identified(query, &known);
        for thing in &identified {
            let found =
                likely.entry(*thing).or_insert(Likely { thing: *thing, score: 0.0, linked: false, features: vec![] });
            found.score = 1.0;
            found.linked = identified.len() == 1;
            found.features.insert(0, is("identifier", "an identifier is its own", true));
        }
        let mut likely: Vec<Likely> = likely.into_values().filter(|found| self.fulfils(found.thing, query)).collect();
        for found in &mut likely {
            self.hold_types(found, query);
            found
                .features
                .extend(query.conditions.iter().filter_map(|condition| self.agreement(found.thing, condition)));
        }
        likely.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.thing.cmp(&other.thing)));
        let is_match = match likely.as_slice() {
            [first, second, ..] => first.linked && second.score < RIVAL * first.score,
            [first] => first.linked,
            [] => false,
        };
        likely.truncate(query.limit);
        likely.into_iter().enumerate().map(|(at, found)| self.told(found, is_match && at == 0)).collect()
    }

    /// What each part knows by a name, weighed by its linker and, if its things are places, by what is known of places.
    fn weigh(&self, name: &str, query: &Query, known: &Known) -> Vec<Likely> {
        let mut all = Vec::new();
        if name.is_empty() {
            return all;
        }
        let mention = known.mention(name);
        for (at, part) in self.parts_for(query) {
            let decision = part.linker.link_among(&mention, LinkOptions::CAREFUL, query.limit + SPARE);
            let alone = decision.links.len() == 1;
            let mut take = |weighed: &Weighed, linked: bool| {
                let thing = self.find(at, &weighed.id);
                let features = weighed.reasons.iter().map(feature).collect();
                all.extend(thing.map(|thing| Likely { thing, score: weighed.confidence, linked, features }));
            };
            decision.links.iter().for_each(|weighed| take(weighed, alone));
            decision.others.iter().for_each(|weighed| take(weighed, false));
            all.extend(self.place(at, &mention));
        }
        all
    }

    /// The place that a name means, if that is plain.
    fn place(&self, part: usize, mention: &Mention) -> Option<Likely> {
        let gazetteer = self.parts[part].gazetteer.as_ref()?;
        let (name, country, region) = (mention.text, mention.country, mention.region);
        let decision = gazetteer.find(PlaceMention { name, country, region, kind: None });
        let thing = self.find(part, &decision.place?.id)?;
        let score = decision.confidence;
        let sure = Feature {
            id: "place".to_owned(),
            name: "how surely a place of this name is this one".to_owned(),
            value: Value::Much(rounded(score)),
        };
        Some(Likely { thing, score, linked: score >= LinkOptions::CAREFUL.threshold, features: vec![sure] })
    }

    /// The parts of which something may be meant.
    fn parts_for<'s>(&'s self, query: &'s Query) -> impl Iterator<Item = (usize, &'s Part)> {
        let hard = query.strict != Strict::Should && !query.types.is_empty();
        let holds = move |part: &Part| !hard || query.types.iter().any(|kind| part.has_kind(kind));
        self.parts.iter().enumerate().filter(move |(_, part)| holds(part))
    }

    /// The things of which an identifier is given, each once.
    fn identified(&self, query: &Query, known: &Known) -> Vec<Thing> {
        let texts = query.ids.iter().chain(&query.names).map(String::as_str);
        let mut found: Vec<Thing> = texts.flat_map(|text| self.by_code(text)).collect();
        found.extend(known.identifiers.iter().flat_map(|(kind, text)| self.by_identifier(*kind, text)));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether it has a type that is asked for and fulfils all that is required.
    fn fulfils(&self, thing: Thing, query: &Query) -> bool {
        let has = |kind: &String| self.has_type(thing, kind);
        let typed = match query.strict {
            Strict::Any => query.types.is_empty() || query.types.iter().any(has),
            Strict::All => query.types.iter().all(has),
            Strict::Should => true,
        };
        typed
            && query
                .conditions
                .iter()
                .filter(|condition| condition.required)
                .all(|condition| self.holds(thing, condition))
    }

    fn hold_types(&self, found: &mut Likely, query: &Query) {
        if query.strict != Strict::Should || query.types.is_empty() {
            return;
        }
        let has = query.types.iter().any(|kind| self.has_type(found.thing, kind));
        found.features.push(is("type", "it is of the type that is asked for", has));
        if !has {
            found.score *= OTHER_TYPE;
            found.linked = false;
        }
    }

    /// Whether a condition holds; what the thing says nothing of holds only where none of the values may be there.
    fn holds(&self, thing: Thing, condition: &Condition) -> bool {
        let own: Vec<String> =
            self.values(thing, &condition.property).iter().flat_map(Cell::said).map(|text| fold(&text)).collect();
        let is_there = |value: &String| {
            let sought = self.comparable(&condition.property, value);
            own.contains(&sought)
        };
        match condition.quantifier {
            Quantifier::Any => condition.values.iter().any(is_there),
            Quantifier::All => condition.values.iter().all(is_there),
            Quantifier::None => !condition.values.iter().any(is_there),
        }
    }

    /// A condition on something that the thing has, as a feature.
    fn agreement(&self, thing: Thing, condition: &Condition) -> Option<Feature> {
        if self.values(thing, &condition.property).is_empty() {
            return None;
        }
        let id = format!("property:{}", condition.property);
        Some(is(&id, "what is asked of this property holds", self.holds(thing, condition)))
    }

    fn told(&self, found: Likely, is_match: bool) -> Candidate {
        let score = (rounded(found.score) * 100.0 * 100.0).round() / 100.0;
        Candidate {
            thing: self.named(found.thing),
            types: self.types_of(found.thing),
            score,
            features: found.features,
            is_match,
        }
    }
}

fn is(id: &str, name: &str, value: bool) -> Feature {
    Feature { id: id.to_owned(), name: name.to_owned(), value: Value::Is(value) }
}

/// A reason of the linker, by the name that its weight has.
fn feature(reason: &Reason) -> Feature {
    let all = || FEATURES.iter().chain(&CONTEXT);
    let id = all().find(|(_, what)| *what == reason.what).map_or(reason.what, |(id, _)| id);
    Feature { id: id.to_owned(), name: reason.what.to_owned(), value: Value::Much(rounded(reason.value)) }
}
