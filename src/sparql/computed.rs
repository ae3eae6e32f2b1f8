//! Computed properties: `milieu:matches`, `milieu:nearby` and `milieu:nearest` stand in a query like any predicate, and their triples
//! are found by an index.
//!
//! The dataset answers such a pattern once its object is known, see [`search`](super::search). This file sees to that in the algebra: a
//! list of arguments, `(?there 50)`, becomes one literal, and a call whose arguments are variables is put behind what binds them in its
//! group, once for each solution of that.

use oxigraph::model::{BlankNode, Literal, NamedNode, NamedNodeRef, Term, Variable, vocab::rdf};
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::SparqlError;
use super::parts::{self, Parts};
use super::walk::{Part, operands, within_mut};
use crate::vocab::milieu;

/// The properties that are computed.
pub(super) const COMPUTED: [NamedNodeRef<'static>; 3] = [milieu::MATCHES, milieu::NEARBY, milieu::NEAREST];

/// How a query's call of `property` is told to the dataset: by a name that is nobody's, so that a variable which comes to stand for
/// the property, as one may that goes through the terms of the ontology, calls nothing.
pub(super) fn call_of(property: NamedNodeRef<'_>) -> NamedNode {
    NamedNode::new_unchecked(format!("{CALL}{}", property.as_str()))
}

const CALL: &str = "urn:x-milieu:call:";

/// Whether a predicate is a call that [`prepare`] left in its place.
pub(super) fn is_call(predicate: &NamedNodePattern) -> bool {
    matches!(predicate, NamedNodePattern::NamedNode(node) if node.as_str().starts_with(CALL))
}

/// The function that makes one literal of a list of arguments, and the datatype of that literal.
pub(super) const ARGUMENTS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("urn:x-milieu:arguments");

/// Arguments as one literal.
pub(super) fn pack(arguments: &[Term]) -> Literal {
    let texts: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    Literal::new_typed_literal(serde_json::json!(texts).to_string(), ARGUMENTS)
}

/// The arguments that [`pack`] made a literal of.
pub(super) fn unpack(literal: &Literal) -> Option<Vec<Term>> {
    if literal.datatype() != ARGUMENTS {
        return None;
    }
    let texts: Vec<String> = serde_json::from_str(literal.value()).ok()?;
    texts.iter().map(|text| text.parse().ok()).collect()
}

/// What a query calls.
#[derive(Default)]
pub(super) struct Calls {
    /// Whether there are computed properties.
    pub(super) computed: bool,
    /// Functions and aggregates that are not SPARQL's own.
    pub(super) functions: Vec<NamedNode>,
}

/// Makes `pattern` one that the dataset can answer; gives what it calls.
pub(super) fn prepare(pattern: &mut GraphPattern) -> Result<Calls, SparqlError> {
    let mut preparation = Preparation::default();
    preparation.group(pattern)?;
    Ok(preparation.calls)
}

/// A pattern whose object is known only from the rest of its group.
struct Call {
    /// The variables that it waits for.
    needs: Vec<Variable>,
    /// The arguments, and the variable that holds them as one literal.
    arguments: Option<(Variable, Vec<Expression>)>,
    triple: TriplePattern,
    /// The graphs within which it stands, the innermost first.
    graphs: Vec<NamedNodePattern>,
}

impl Call {
    fn gives(&self, needed: &Variable) -> bool {
        matches!(&self.triple.subject, TermPattern::Variable(subject) if subject == needed)
    }

    /// The call among the other parts of its group.
    fn among(self, group: GraphPattern) -> GraphPattern {
        let needs = self.needs.iter().map(ToString::to_string).collect();
        let Parts { before, after, beside } = Parts::of(group, &needs, &self.triple.subject);
        let before = match self.arguments {
            None => before,
            Some((variable, arguments)) => GraphPattern::Extend {
                inner: Box::new(before),
                variable,
                expression: Expression::FunctionCall(Function::Custom(ARGUMENTS.into_owned()), arguments),
            },
        };
        let triple = GraphPattern::Bgp { patterns: vec![self.triple] };
        let call =
            self.graphs.into_iter().fold(triple, |inner, name| GraphPattern::Graph { name, inner: Box::new(inner) });
        let mut group = GraphPattern::Lateral { left: Box::new(before), right: Box::new(call) };
        if !after.is_empty() {
            let after = GraphPattern::Bgp { patterns: after };
            group = GraphPattern::Lateral { left: Box::new(group), right: Box::new(after) };
        }
        beside.into_iter().fold(group, parts::joined)
    }
}

type Prepared<T = ()> = Result<T, SparqlError>;

#[derive(Default)]
struct Preparation {
    calls: Calls,
    lists: usize,
}

impl Preparation {
    /// A pattern whose calls have to be made within it.
    fn group(&mut self, pattern: &mut GraphPattern) -> Prepared {
        let mut calls = self.pattern(pattern)?;
        while !calls.is_empty() {
            // What another call finds has to be there first.
            let waits = |call: &Call| calls.iter().any(|other| call.needs.iter().any(|needed| other.gives(needed)));
            let next = calls.iter().position(|call| !waits(call)).unwrap_or(0);
            let call = calls.remove(next);
            *pattern = call.among(std::mem::take(pattern));
        }
        Ok(())
    }

    /// Takes the calls out of `pattern` that may be made later in the group.
    fn pattern(&mut self, pattern: &mut GraphPattern) -> Prepared<Vec<Call>> {
        match pattern {
            GraphPattern::Bgp { patterns } => return self.triples(patterns),
            GraphPattern::Join { left, right } => {
                let mut calls = self.pattern(left)?;
                calls.extend(self.pattern(right)?);
                return Ok(calls);
            }
            GraphPattern::Graph { name, inner } => {
                let mut calls = self.pattern(inner)?;
                for call in &mut calls {
                    call.graphs.push(name.clone());
                }
                return Ok(calls);
            }
            GraphPattern::Service { inner, .. } => self.group(inner)?,
            other => {
                if let GraphPattern::Group { aggregates, .. } = other {
                    self.calls.functions.extend(aggregates.iter().filter_map(|(_, aggregate)| match aggregate {
                        AggregateExpression::FunctionCall { name: AggregateFunction::Custom(name), .. } => {
                            Some(name.clone())
                        }
                        _ => None,
                    }));
                }
                for part in within_mut(other) {
                    match part {
                        Part::Pattern(pattern) => self.group(pattern)?,
                        Part::Expression(expression) => self.expression(expression)?,
                    }
                }
            }
        }
        Ok(Vec::new())
    }

    fn triples(&mut self, patterns: &mut Vec<TriplePattern>) -> Prepared<Vec<Call>> {
        let computed = |triple: &TriplePattern| match &triple.predicate {
            NamedNodePattern::NamedNode(name) => COMPUTED.contains(&name.as_ref()),
            NamedNodePattern::Variable(_) => false,
        };
        let (mut triples, mut rest): (Vec<_>, Vec<_>) = std::mem::take(patterns).into_iter().partition(computed);
        let mut calls = Vec::new();
        self.calls.computed |= !triples.is_empty();
        for mut triple in triples.drain(..) {
            let property = triple.predicate.clone();
            if let NamedNodePattern::NamedNode(name) = &property {
                triple.predicate = call_of(name.as_ref()).into();
            }
            match &triple.object {
                TermPattern::Variable(text) => {
                    calls.push(Call { needs: vec![text.clone()], arguments: None, triple, graphs: Vec::new() });
                }
                TermPattern::BlankNode(list) => {
                    let list = list.clone();
                    let arguments = items(&list, &mut rest);
                    if arguments.is_empty() {
                        // A node like any other: the dataset says that an argument is missing.
                        rest.push(triple);
                        continue;
                    }
                    let known: Option<Vec<Term>> = arguments.iter().map(constant).collect();
                    if let Some(known) = known {
                        triple.object = pack(&known).into();
                        rest.push(triple);
                        continue;
                    }
                    let arguments: Vec<Expression> =
                        arguments.into_iter().map(|item| expression(item, &property)).collect::<Result<_, _>>()?;
                    let needs = arguments.iter().filter_map(|argument| match argument {
                        Expression::Variable(variable) => Some(variable.clone()),
                        _ => None,
                    });
                    let needs = needs.collect();
                    // A space cannot stand in a name that someone writes, so this is no one else's.
                    self.lists += 1;
                    let list = Variable::new_unchecked(format!("arguments {}", self.lists));
                    triple.object = list.clone().into();
                    self.calls.functions.push(ARGUMENTS.into_owned());
                    calls.push(Call { needs, arguments: Some((list, arguments)), triple, graphs: Vec::new() });
                }
                _ => rest.push(triple),
            }
        }
        *patterns = rest;
        Ok(calls)
    }

    fn expression(&mut self, expression: &mut Expression) -> Prepared {
        match expression {
            Expression::FunctionCall(Function::Custom(name), _) => self.calls.functions.push(name.clone()),
            Expression::Exists(pattern) => self.group(pattern)?,
            _ => {}
        }
        operands(expression).into_iter().try_for_each(|operand| self.expression(operand))
    }
}

/// The items of the list that begins at `head`; its triples are taken out of `patterns`.
fn items(head: &BlankNode, patterns: &mut Vec<TriplePattern>) -> Vec<TermPattern> {
    let mut take = |node: &BlankNode, predicate: NamedNodeRef<'_>| {
        let at = patterns.iter().position(|triple| {
            matches!(&triple.subject, TermPattern::BlankNode(subject) if subject == node)
                && matches!(&triple.predicate, NamedNodePattern::NamedNode(name) if name.as_ref() == predicate)
        })?;
        Some(patterns.remove(at).object)
    };
    let (mut node, mut items) = (head.clone(), Vec::new());
    while let Some(item) = take(&node, rdf::FIRST) {
        items.push(item);
        match take(&node, rdf::REST) {
            Some(TermPattern::BlankNode(next)) => node = next,
            _ => break,
        }
    }
    items
}

fn constant(pattern: &TermPattern) -> Option<Term> {
    match pattern {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        _ => None,
    }
}

fn expression(item: TermPattern, property: &NamedNodePattern) -> Prepared<Expression> {
    Ok(match item {
        TermPattern::NamedNode(node) => node.into(),
        TermPattern::Literal(literal) => literal.into(),
        TermPattern::Variable(variable) => variable.into(),
        other => {
            let message = format!("{property} cannot take {other} among its arguments");
            return Err(SparqlError::Arguments(message));
        }
    })
}
