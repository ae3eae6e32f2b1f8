//! Aggregates that are not SPARQL's own.

use oxigraph::model::Term;

use super::super::chunk::UNBOUND;
use super::super::expression::AggregateCall;
use super::super::value::{intern, value};
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// Keeps the values, and gives them away at the end: what gathers them cannot be merged.
pub(super) struct Custom {
    call: AggregateCall,
    /// `None` after an error.
    values: Vec<Option<Vec<TermId>>>,
}

impl Custom {
    pub(super) const fn new(call: AggregateCall) -> Self {
        Self { call, values: Vec::new() }
    }
}

impl Aggregator for Custom {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], _: &Terms) {
        self.values.resize(count, Some(Vec::new()));
        for (&group, &id) in groups.iter().zip(values) {
            let all = &mut self.values[group as usize];
            match all {
                Some(values) if id != UNBOUND => values.push(id),
                _ => *all = None,
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, _: &Terms) {
        self.values.resize(count, Some(Vec::new()));
        for (&group, more) in groups.iter().zip(of_one_kind::<Self>(other).values) {
            let all = &mut self.values[group as usize];
            match (&mut *all, more) {
                (Some(values), Some(more)) => values.extend(more),
                _ => *all = None,
            }
        }
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.values.resize(count, Some(Vec::new()));
        let gathered = |values: Option<Vec<TermId>>| {
            let mut gather = (self.call)();
            values?.into_iter().for_each(|id| gather.accumulate(Term::from(value(id, terms))));
            gather.finish()
        };
        let write = |values| gathered(values).map_or(UNBOUND, |term| intern(term.into(), terms));
        self.values.into_iter().map(write).collect()
    }

    fn bytes(&self) -> usize {
        let values = self.values.iter().flatten().map(|values| values.capacity() * size_of::<TermId>());
        values.sum::<usize>() + self.values.capacity() * size_of::<Option<Vec<TermId>>>()
    }
}
