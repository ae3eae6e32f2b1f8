//! What is made of each solution of a pattern: the triples of CONSTRUCT, the quads that an update deletes and inserts.

use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple, Variable};
use rustc_hash::FxHashMap;
use spargebra::term::{GraphNamePattern, NamedNodePattern, QuadPattern, TermPattern, TriplePattern};

/// A solution that templates are filled with. A blank node of a template is the same in all that is made of one solution, and in
/// nothing else.
pub(super) struct Filling<'t, V> {
    value: V,
    fresh: FxHashMap<&'t BlankNode, BlankNode>,
}

impl<'t, V: Fn(&Variable) -> Option<Term>> Filling<'t, V> {
    /// A solution in which variables have these values.
    pub(super) fn new(value: V) -> Self {
        Self { value, fresh: FxHashMap::default() }
    }

    /// The quad; `None` where a variable is unbound, or a term stands where it may not.
    pub(super) fn quad(&mut self, template: &'t QuadPattern) -> Option<Quad> {
        Some(Quad {
            subject: self.subject(&template.subject)?,
            predicate: self.predicate(&template.predicate)?,
            object: self.term(&template.object)?,
            graph_name: match &template.graph_name {
                GraphNamePattern::NamedNode(node) => node.clone().into(),
                GraphNamePattern::DefaultGraph => GraphName::DefaultGraph,
                GraphNamePattern::Variable(variable) => {
                    NamedOrBlankNode::try_from((self.value)(variable)?).ok()?.into()
                }
            },
        })
    }

    /// The triple; `None` as for [`quad`](Self::quad).
    pub(super) fn triple(&mut self, template: &'t TriplePattern) -> Option<Triple> {
        let subject = self.subject(&template.subject)?;
        Some(Triple { subject, predicate: self.predicate(&template.predicate)?, object: self.term(&template.object)? })
    }

    fn subject(&mut self, template: &'t TermPattern) -> Option<NamedOrBlankNode> {
        self.term(template)?.try_into().ok()
    }

    fn predicate(&self, template: &NamedNodePattern) -> Option<NamedNode> {
        match template {
            NamedNodePattern::NamedNode(node) => Some(node.clone()),
            NamedNodePattern::Variable(variable) => (self.value)(variable)?.try_into().ok(),
        }
    }

    fn term(&mut self, template: &'t TermPattern) -> Option<Term> {
        Some(match template {
            TermPattern::NamedNode(node) => node.clone().into(),
            TermPattern::Literal(literal) => literal.clone().into(),
            TermPattern::BlankNode(node) => self.fresh.entry(node).or_default().clone().into(),
            TermPattern::Triple(triple) => self.triple(triple)?.into(),
            TermPattern::Variable(variable) => (self.value)(variable)?,
        })
    }
}

/// The variables of the triples of a template, each once.
pub(super) fn variables<'t>(triples: impl IntoIterator<Item = &'t TriplePattern>) -> Vec<Variable> {
    let mut found = Vec::new();
    for triple in triples {
        of_term(&triple.subject, &mut found);
        of_node(&triple.predicate, &mut found);
        of_term(&triple.object, &mut found);
    }
    found
}

/// The variables of the quads of a template, each once.
pub(super) fn variables_of_quads<'t>(quads: impl IntoIterator<Item = &'t QuadPattern>) -> Vec<Variable> {
    let mut found = Vec::new();
    for quad in quads {
        of_term(&quad.subject, &mut found);
        of_node(&quad.predicate, &mut found);
        of_term(&quad.object, &mut found);
        if let GraphNamePattern::Variable(variable) = &quad.graph_name {
            add(variable, &mut found);
        }
    }
    found
}

fn of_term(term: &TermPattern, found: &mut Vec<Variable>) {
    match term {
        TermPattern::Variable(variable) => add(variable, found),
        TermPattern::Triple(triple) => variables([&**triple]).iter().for_each(|variable| add(variable, found)),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) | TermPattern::BlankNode(_) => {}
    }
}

fn of_node(node: &NamedNodePattern, found: &mut Vec<Variable>) {
    if let NamedNodePattern::Variable(variable) = node {
        add(variable, found);
    }
}

fn add(variable: &Variable, found: &mut Vec<Variable>) {
    if !found.contains(variable) {
        found.push(variable.clone());
    }
}
