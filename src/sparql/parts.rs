//! The parts of a group, and which of them a call has to wait for.
//!
//! A call that is made for each solution of its whole group would be made for every city beside every cluster before it is known which
//! cities are near which clusters. So it waits for what binds its arguments alone, and triples about what it finds come after it.

use std::collections::BTreeSet;

use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// The parts of a group, in the order in which they are to be evaluated around a call.
pub(super) struct Parts {
    /// What binds the arguments of the call.
    pub(super) before: GraphPattern,
    /// Triples about what the call finds, or about what stands before.
    pub(super) after: Vec<TriplePattern>,
    /// What is joined to the rest.
    pub(super) beside: Vec<GraphPattern>,
}

type Names = BTreeSet<String>;

impl Parts {
    /// The parts of `group` for a call that `needs` these variables and finds `subject`.
    pub(super) fn of(group: GraphPattern, needs: &Names, subject: &TermPattern) -> Self {
        let (mut triples, mut others) = (Vec::new(), Vec::new());
        flatten(group, &mut triples, &mut others);
        let mut found = Names::new();
        of_term(subject, &mut found);
        let mut known = needs.clone();
        let mut waits_for: Vec<bool> = vec![false; triples.len() + others.len()];
        let names: Vec<Names> = triples.iter().map(of_triple).chain(others.iter().map(of_pattern)).collect();
        // From the arguments on, through all that shares a variable with them, but not through what the call finds.
        while let Some(next) = (0..names.len())
            .find(|&part| !waits_for[part] && names[part].is_disjoint(&found) && !names[part].is_disjoint(&known))
        {
            waits_for[next] = true;
            known.extend(names[next].iter().cloned());
        }
        let bound = |name| names.iter().zip(&waits_for).any(|(names, waits)| *waits && names.contains(name));
        if !needs.iter().all(bound) {
            waits_for.fill(true);
        }
        known.extend(found);
        let mut waits = waits_for.into_iter();
        let mut parts = Self { before: GraphPattern::default(), after: Vec::new(), beside: Vec::new() };
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for triple in triples {
            if waits.next() == Some(true) { first.push(triple) } else { later.push(triple) }
        }
        parts.before = GraphPattern::Bgp { patterns: first };
        for other in others {
            if waits.next() == Some(true) {
                parts.before = joined(std::mem::take(&mut parts.before), other);
            } else {
                parts.beside.push(other);
            }
        }
        while let Some(next) = later.iter().position(|triple| !of_triple(triple).is_disjoint(&known)) {
            let triple = later.remove(next);
            known.extend(of_triple(&triple));
            parts.after.push(triple);
        }
        if !later.is_empty() {
            parts.beside.push(GraphPattern::Bgp { patterns: later });
        }
        parts
    }
}

pub(super) fn joined(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    match left {
        GraphPattern::Bgp { patterns } if patterns.is_empty() => right,
        left => GraphPattern::Join { left: Box::new(left), right: Box::new(right) },
    }
}

fn flatten(pattern: GraphPattern, triples: &mut Vec<TriplePattern>, others: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Bgp { patterns } => triples.extend(patterns),
        GraphPattern::Join { left, right } => {
            flatten(*left, triples, others);
            flatten(*right, triples, others);
        }
        other => others.push(other),
    }
}

fn of_term(term: &TermPattern, names: &mut Names) {
    match term {
        TermPattern::Variable(variable) => names.extend([variable.to_string()]),
        TermPattern::BlankNode(node) => names.extend([node.to_string()]),
        TermPattern::Triple(triple) => names.extend(of_triple(triple)),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) => {}
    }
}

fn of_node(node: &NamedNodePattern, names: &mut Names) {
    if let NamedNodePattern::Variable(variable) = node {
        names.insert(variable.to_string());
    }
}

fn of_triple(triple: &TriplePattern) -> Names {
    let mut names = Names::new();
    of_term(&triple.subject, &mut names);
    of_node(&triple.predicate, &mut names);
    of_term(&triple.object, &mut names);
    names
}

/// The variables that a pattern may bind.
fn of_pattern(pattern: &GraphPattern) -> Names {
    let mut names = Names::new();
    match pattern {
        GraphPattern::Bgp { patterns } => names.extend(patterns.iter().flat_map(of_triple)),
        GraphPattern::Path { subject, object, .. } => {
            of_term(subject, &mut names);
            of_term(object, &mut names);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::LeftJoin { left, right, .. } => {
            names.extend(of_pattern(left));
            names.extend(of_pattern(right));
        }
        GraphPattern::Minus { left: inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => names.extend(of_pattern(inner)),
        GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
            of_node(name, &mut names);
            names.extend(of_pattern(inner));
        }
        GraphPattern::Extend { inner, variable, .. } => {
            names.extend(of_pattern(inner));
            names.insert(variable.to_string());
        }
        GraphPattern::Values { variables, .. } | GraphPattern::Project { variables, .. } => {
            names.extend(variables.iter().map(ToString::to_string));
        }
        GraphPattern::Group { variables, aggregates, .. } => {
            names.extend(variables.iter().chain(aggregates.iter().map(|(name, _)| name)).map(ToString::to_string));
        }
    }
    names
}
