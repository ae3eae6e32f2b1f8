//! What is known of rows, and patterns held to it.

use std::collections::{BTreeMap, HashSet};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Term, Variable};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::GroundTerm;

/// Rows of which the values of some variables are known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) variables: Vec<Variable>,
    pub(crate) rows: Vec<Vec<Option<Term>>>,
}

/// `pattern` joined with what is known: once for each set of variables that rows leave unbound.
pub(super) fn held(pattern: &GraphPattern, known: Known) -> Vec<GraphPattern> {
    let mut kinds: BTreeMap<Vec<bool>, Vec<Vec<Option<GroundTerm>>>> = BTreeMap::new();
    for row in known.rows {
        let bound = row.iter().map(Option::is_some).collect();
        // A blank node cannot be named, so it holds nothing; the rows it belongs to are shown with others.
        let ground = row.into_iter().flatten().map(|term| match term {
            Term::NamedNode(node) => Some(GroundTerm::NamedNode(node)),
            Term::Literal(literal) => Some(GroundTerm::Literal(literal)),
            Term::BlankNode(_) | Term::Triple(_) => None,
        });
        kinds.entry(bound).or_default().push(ground.collect());
    }
    let held = |(bound, bindings): (Vec<bool>, Vec<_>)| {
        let mut pattern = pattern.clone();
        for (variable, _) in known.variables.iter().zip(&bound).filter(|(_, bound)| !**bound) {
            let expr = Expression::Not(Box::new(Expression::Bound(variable.clone())));
            pattern = GraphPattern::Filter { expr, inner: Box::new(pattern) };
        }
        let variables: Vec<Variable> = known
            .variables
            .iter()
            .zip(&bound)
            .filter(|(_, bound)| **bound)
            .map(|(variable, _)| variable.clone())
            .collect();
        if variables.is_empty() {
            return pattern;
        }
        let values = GraphPattern::Values { variables, bindings };
        GraphPattern::Join { left: Box::new(values), right: Box::new(pattern) }
    };
    kinds.into_iter().map(held).collect()
}

impl Known {
    pub(super) fn retain(&mut self, keep: impl Fn(&Variable) -> bool) {
        for at in (0..self.variables.len()).rev().filter(|at| !keep(&self.variables[*at])).collect::<Vec<_>>() {
            self.variables.remove(at);
            self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
        let mut seen = HashSet::new();
        self.rows.retain(|row| seen.insert(row.clone()));
    }

    /// The values that all rows share, as one row.
    pub(super) fn in_common(&self) -> Self {
        let shared = |at: usize| self.rows.iter().all(|row| row[at] == self.rows[0][at]);
        let places: Vec<usize> = (0..self.variables.len()).filter(|at| shared(*at)).collect();
        Self {
            variables: places.iter().map(|at| self.variables[*at].clone()).collect(),
            rows: vec![places.iter().map(|at| self.rows[0][*at].clone()).collect()],
        }
    }

    pub(super) fn rename(&mut self, from: &Variable, to: &Variable) {
        if !self.variables.contains(to)
            && let Some(at) = self.variables.iter().position(|variable| variable == from)
        {
            self.variables[at] = to.clone();
        }
    }

    /// Numbers with a fraction are computed, not looked up: their last digit may differ from one run to the next.
    pub(super) fn leave_out_measures(&mut self) {
        let fractional = |term: &Term| {
            let Term::Literal(literal) = term else { return false };
            [xsd::DOUBLE, xsd::FLOAT, xsd::DECIMAL].contains(&literal.datatype())
        };
        let columns =
            (0..self.variables.len()).filter(|at| self.rows.iter().filter_map(|row| row[*at].as_ref()).any(fractional));
        let left_out: Vec<Variable> = columns.map(|at| self.variables[at].clone()).collect();
        self.retain(|variable| !left_out.contains(variable));
    }
}
