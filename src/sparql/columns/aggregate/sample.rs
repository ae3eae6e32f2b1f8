//! SAMPLE.

use super::super::chunk::UNBOUND;
use super::super::value::{intern, value};
use super::{Aggregator, of_one_kind};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;

/// The first value that is no error.
#[derive(Default)]
pub(super) struct Sample {
    first: Vec<TermId>,
}

impl Aggregator for Sample {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], _: &Terms) {
        self.first.resize(count, UNBOUND);
        for (&group, &id) in groups.iter().zip(values) {
            let first = &mut self.first[group as usize];
            if *first == UNBOUND {
                *first = id;
            }
        }
    }

    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, terms: &Terms) {
        self.add(groups, count, &of_one_kind::<Self>(other).first, terms);
    }

    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.first.resize(count, UNBOUND);
        let write = |id| if id == UNBOUND { UNBOUND } else { intern(value(id, terms), terms) };
        self.first.into_iter().map(write).collect()
    }

    fn bytes(&self) -> usize {
        self.first.capacity() * size_of::<TermId>()
    }
}
