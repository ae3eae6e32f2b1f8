//! Semi-joins ahead: what later patterns leave of the terms of a variable is gathered first, so that no rows are made which those would
//! drop again.
//!
//! From the last step to the first: a pattern with one variable leaves what stands beside its constant; one with two leaves of the one
//! what stands beside what is left of the other. That may be more than what comes through in the end, never less: graphs are not looked
//! at, and every pattern is still joined in its turn.

use rustc_hash::FxHashMap;

use super::chunk::Slot;
use super::context::Stop;
use super::look_up::Members;
use super::plan::{Does, Match, Place, Plan, Step};
use super::run::{CHUNK, Done, Query};
use crate::store::dictionary::TermId;
use crate::store::table::{Order, Sorted};

/// Steps are expected to make at least so many rows before anything is gathered for them.
const WORTH: f64 = 256.0;

/// Terms are gathered up to this share of the rows that are expected.
const SHARE: f64 = 8.0;

/// What is left of the terms of each variable, ascending.
type Left = FxHashMap<Slot, Vec<TermId>>;

impl Query {
    /// Gathers for the steps of `plan` what later ones leave.
    pub(super) fn gather_sieves(&self, plan: &Plan, look: &mut dyn FnMut() -> Done) -> Done {
        self.sieve(&plan.steps, look)
    }

    fn sieve(&self, steps: &[Step], look: &mut dyn FnMut() -> Done) -> Done {
        let most = steps.iter().map(|step| step.estimate).fold(0.0, f64::max) / SHARE;
        let mut left = Left::default();
        for step in steps.iter().rev() {
            match &step.does {
                Does::Match(found) if most * SHARE >= WORTH && !found.optional => {
                    self.sieve_match(found, step, most, &mut left, look)?;
                }
                Does::Optional { steps, .. } | Does::Exists { steps, .. } => self.sieve(steps, look)?,
                Does::Union(ways) => ways.iter().try_for_each(|way| self.sieve(way, look))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn sieve_match(
        &self,
        found: &Match,
        step: &Step,
        most: f64,
        left: &mut Left,
        look: &mut dyn FnMut() -> Done,
    ) -> Done {
        let [subject, Place::Is(predicate), object] = found.places else { return Ok(()) };
        let Some(rows) = self.context.table(predicate) else { return Ok(()) };
        let known = |slot: &Slot| step.certain.contains(*slot);
        let one_way = |from: &[TermId], order, to: Slot, left: &mut Left, look: &mut dyn FnMut() -> Done| {
            if let Some(terms) = beside(rows, order, from, most, look)? {
                narrow(left.entry(to), terms);
            }
            Ok(())
        };
        match (subject, object) {
            (Place::Is(subject), Place::Var(object)) => one_way(&[subject], Order::BySubject, object, left, look),
            (Place::Var(subject), Place::Is(object)) => one_way(&[object], Order::ByObject, subject, left, look),
            (Place::Var(subject), Place::Var(object)) if subject != object => {
                let (new, order, old) = match (known(&subject), known(&object)) {
                    (true, false) => (object, Order::ByObject, subject),
                    (false, true) => (subject, Order::BySubject, object),
                    _ => return Ok(()),
                };
                // Rows that come later bind it already, so what is left of it from here on is left for no one else.
                let Some(terms) = left.remove(&new) else { return Ok(()) };
                // Its number is its own, so it is set once.
                let _ = self.sieves[step.number].set(terms.iter().copied().collect());
                one_way(&terms, order, old, left, look)
            }
            _ => Ok(()),
        }
    }
}

/// The terms beside any of `from` in `order`, ascending; `None` when they are more than `most`.
fn beside(
    rows: &Sorted,
    order: Order,
    from: &[TermId],
    most: f64,
    look: &mut dyn FnMut() -> Done,
) -> Result<Option<Vec<TermId>>, Stop> {
    let keys = rows.keys_for(order, from.len());
    let mut found = Vec::new();
    for (at, term) in from.iter().enumerate() {
        if at % CHUNK == 0 {
            look()?;
        }
        let range = keys.and_then(|keys| keys.range(*term)).unwrap_or_else(|| rows.range(order, *term, None));
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        let all = (found.len() + range.len()) as f64;
        if all > most {
            return Ok(None);
        }
        found.extend(rows.rows(order)[range].iter().map(|row| row[1]));
    }
    if from.len() > 1 {
        found.sort_unstable();
    }
    found.dedup();
    Ok(Some(found))
}

/// Leaves of a variable's terms those that are in `terms` too.
fn narrow(entry: std::collections::hash_map::Entry<'_, Slot, Vec<TermId>>, terms: Vec<TermId>) {
    let mut members: Option<Members> = None;
    entry
        .and_modify(|left| {
            let members = members.get_or_insert_with(|| terms.iter().copied().collect());
            if members.fits() {
                left.retain(|term| members.contains(*term));
            }
        })
        .or_insert(terms);
}
