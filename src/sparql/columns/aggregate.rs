//! stub
use super::expression::Calls;
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use spargebra::algebra::*;
pub(super) trait Aggregator: Send {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], terms: &Terms);
    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, terms: &Terms);
    fn finish(self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId>;
    fn counts(&self) -> &[u64];
}
struct C(Vec<u64>, bool);
impl Aggregator for C {
    fn add(&mut self, groups: &[u32], count: usize, values: &[TermId], _: &Terms) {
        self.0.resize(count, 0);
        for (i, g) in groups.iter().enumerate() {
            if self.1 || values[i] != 0 {
                self.0[*g as usize] += 1;
            }
        }
    }
    fn merge(&mut self, other: Box<dyn Aggregator>, groups: &[u32], count: usize, _: &Terms) {
        self.0.resize(count, 0);
        for (g, n) in groups.iter().zip(other.counts()) {
            self.0[*g as usize] += n;
        }
    }
    fn finish(mut self: Box<Self>, count: usize, terms: &Terms) -> Vec<TermId> {
        self.0.resize(count, 0);
        self.0.iter().map(|n| terms.intern(oxigraph::model::Literal::from(*n as i64).as_ref().into())).collect()
    }
    fn counts(&self) -> &[u64] {
        &self.0
    }
}
pub(super) fn aggregator(a: &AggregateExpression, _: &Calls) -> Option<Box<dyn Aggregator>> {
    match a {
        AggregateExpression::CountSolutions { distinct: false } => Some(Box::new(C(vec![], true))),
        AggregateExpression::FunctionCall { name: AggregateFunction::Count, distinct: false, .. } => {
            Some(Box::new(C(vec![], false)))
        }
        _ => None,
    }
}
