//! Rules until nothing follows any more.
//!
//! Semi-naive: a step that was there in the last round is held against what that round brought, a new one against everything.
//! Within a round nothing that is known changes.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::ReasonError;
use super::facts::{Facts, Origin, Pair};
use super::program::{End, Form, Step, Way, Words, program};
use super::rules::{Rule, Rules};
use crate::store::dictionary::TermId;

type Found = FxHashMap<TermId, FxHashMap<Pair, Origin>>;

/// What a run did.
#[derive(Default)]
pub(super) struct Run {
    pub(super) counts: BTreeMap<Rule, u64>,
    pub(super) rounds: usize,
}

/// Adds to `facts` all that follows from them.
pub(super) fn run(facts: &mut Facts<'_>, words: &Words, rules: Rules) -> Result<Run, ReasonError> {
    let mut done = Run::default();
    let mut steps = BTreeSet::new();
    let mut last: BTreeMap<TermId, Vec<Pair>> = BTreeMap::new();
    let mut inferred = 0;
    loop {
        let speaks =
            |(predicate, pairs): (&TermId, &Vec<Pair>)| pairs.iter().any(|pair| words.speaks(*predicate, *pair));
        let new = if done.rounds == 0 || last.iter().any(speaks) {
            program(facts, words, rules).difference(&steps).cloned().collect()
        } else {
            BTreeSet::new()
        };
        let mut round = Round {
            facts,
            kind: words.kind,
            found: Found::default(),
            counts: &mut done.counts,
            room: rules.limit() - inferred,
            limit: rules.limit(),
        };
        for step in &steps {
            round.make(step, &Since::LastRound(&last))?;
        }
        for step in &new {
            round.make(step, &Since::Ever)?;
        }
        let found = round.found;
        steps.extend(new);
        done.rounds += 1;
        last.clear();
        for (predicate, pairs) in found {
            inferred += pairs.len();
            last.insert(predicate, pairs.keys().copied().collect());
            facts.add(predicate, pairs.into_iter());
        }
        if last.is_empty() {
            return Ok(done);
        }
    }
}

/// Which facts a step is held against.
enum Since<'l> {
    Ever,
    LastRound(&'l BTreeMap<TermId, Vec<Pair>>),
}

struct Round<'f, 's> {
    facts: &'f Facts<'s>,
    kind: TermId,
    found: Found,
    counts: &'f mut BTreeMap<Rule, u64>,
    /// How many more may be found.
    room: usize,
    limit: usize,
}

impl Round<'_, '_> {
    fn make(&mut self, step: &Step, since: &Since<'_>) -> Result<(), ReasonError> {
        let (facts, rule) = (self.facts, step.rule);
        match &step.form {
            Form::Copy { of, to, way } => self.each(*of, since, |round, (subject, object)| match way {
                Way::Same => round.find(rule, *to, (subject, object), Origin::Step),
                Way::Turned if facts.is_node(object) => round.find(rule, *to, (object, subject), Origin::Step),
                Way::Turned => Ok(()),
            }),
            Form::Typed { of, end, class } => {
                // Neighbours in a table share their subject.
                let mut before = None;
                self.each(*of, since, |round, (subject, object)| {
                    let thing = if *end == End::Subject { subject } else { object };
                    if before.replace(thing) == Some(thing) || *end == End::Object && !facts.is_node(thing) {
                        return Ok(());
                    }
                    round.find(rule, round.kind, (thing, *class), Origin::Step)
                })
            }
            Form::Chain { steps, head } => self.chain(rule, steps, *head, since),
            Form::Transitive { of } => self.each(*of, since, |round, (subject, object)| {
                for end in facts.steps(*of, object) {
                    round.find(rule, *of, (subject, end), Origin::Walked)?;
                }
                // Who came here before this step was known goes on by it now.
                if matches!(since, Since::LastRound(_)) && !facts.is_walked(*of, (subject, object)) {
                    for start in facts.subjects(*of, subject) {
                        round.find(rule, *of, (start, object), Origin::Walked)?;
                    }
                }
                Ok(())
            }),
        }
    }

    /// A new fact may be any step of a chain; the others are looked up on either side of it.
    fn chain(&mut self, rule: Rule, steps: &[TermId], head: TermId, since: &Since<'_>) -> Result<(), ReasonError> {
        let facts = self.facts;
        let places = match since {
            Since::Ever => 0..1,
            Since::LastRound(_) => 0..steps.len(),
        };
        for place in places {
            let (mut starts, mut ends) = (FxHashMap::default(), FxHashMap::default());
            self.each(steps[place], since, |round, (subject, object)| {
                let ends = ends.entry(object).or_insert_with(|| {
                    reach(object, steps[place + 1..].iter(), |step, node| facts.objects(step, node))
                });
                if ends.is_empty() {
                    return Ok(());
                }
                let starts = starts.entry(subject).or_insert_with(|| {
                    reach(subject, steps[..place].iter().rev(), |step, node| facts.subjects(step, node))
                });
                for &start in &*starts {
                    for &end in &*ends {
                        round.find(rule, head, (start, end), Origin::Step)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn each(
        &mut self,
        predicate: TermId,
        since: &Since<'_>,
        mut take: impl FnMut(&mut Self, Pair) -> Result<(), ReasonError>,
    ) -> Result<(), ReasonError> {
        let facts = self.facts;
        match since {
            Since::Ever => facts.pairs(predicate).try_for_each(|pair| take(self, pair)),
            Since::LastRound(last) => last.get(&predicate).into_iter().flatten().try_for_each(|pair| take(self, *pair)),
        }
    }

    fn find(&mut self, rule: Rule, predicate: TermId, pair: Pair, origin: Origin) -> Result<(), ReasonError> {
        use std::collections::hash_map::Entry;
        if self.facts.has(predicate, pair) {
            return Ok(());
        }
        match self.found.entry(predicate).or_default().entry(pair) {
            Entry::Occupied(mut known) if origin == Origin::Step => *known.get_mut() = Origin::Step,
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => {
                self.room = self.room.checked_sub(1).ok_or(ReasonError::TooMany { limit: self.limit })?;
                place.insert(origin);
                *self.counts.entry(rule).or_default() += 1;
            }
        }
        Ok(())
    }
}

/// The nodes at the end of a walk by `steps`, each once.
fn reach<'s>(
    from: TermId,
    steps: impl Iterator<Item = &'s TermId>,
    next: impl Fn(TermId, TermId) -> Vec<TermId>,
) -> Vec<TermId> {
    steps.fold(vec![from], |nodes, &step| {
        let mut reached: Vec<TermId> = nodes.into_iter().flat_map(|node| next(step, node)).collect();
        reached.sort_unstable();
        reached.dedup();
        reached
    })
}
