//! Parameters of a query, bound as terms in its algebra.
//!
//! A parameter is a variable. Wherever it stands, at every level, the term takes its place; nothing is pasted as text, so a
//! value can never become syntax. Oxigraph's own substitution leaves a variable of a sub-SELECT that does not project it as it
//! was, which is why this is done here.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, GroundTriple, NamedNodePattern, TermPattern, TriplePattern};

use super::walk::{Part, operands, within_mut};

/// Why a parameter could not be bound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// The query has no such variable.
    #[error("the query does not use ?{0}")]
    Unused(String),
    /// The query computes the variable itself.
    #[error("?{0} is computed by the query (AS ?{0}), so it cannot be given")]
    Computed(String),
    /// The term cannot stand where the variable does.
    #[error("?{name} stands where only an IRI can, and {term} is none")]
    NotAnIri {
        /// The variable.
        name: String,
        /// The term that was given.
        term: String,
    },
    /// A blank node is no constant in SPARQL.
    #[error("?{0} cannot be bound to a blank node")]
    BlankNode(String),
}

/// `query` with each variable of `parameters` replaced by its term.
///
/// The result still has a column for a bound variable that the outermost SELECT names; it holds the term.
///
/// # Errors
/// [`BindError`] names the parameter that cannot be bound.
///
/// ```
/// use milieu::model::Literal;
/// use milieu::sparql::{bind, parse};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let query = parse("SELECT ?label { { SELECT ?label { ?s rdfs:label ?label . FILTER(?label = ?wanted) } } }", None)?;
/// let text = Literal::new_simple_literal("') } DROP ALL #");
/// let bound = bind(query, &[("wanted".to_owned(), text.into())].into())?;
/// assert!(bound.to_string().contains(r#"') } DROP ALL #"#));
/// # Ok(()) }
/// ```
pub fn bind(mut query: Query, parameters: &BTreeMap<String, Term>) -> Result<Query, BindError> {
    let mut binder = Binder { parameters: BTreeMap::new(), used: Vec::new() };
    for (name, term) in parameters {
        let constant = Constant::new(term).ok_or_else(|| BindError::BlankNode(name.clone()))?;
        binder.parameters.insert(Variable::new_unchecked(name.clone()), constant);
    }
    match &mut query {
        Query::Select { pattern, .. } | Query::Describe { pattern, .. } => binder.outermost(pattern)?,
        Query::Construct { pattern, template, .. } => {
            binder.pattern(pattern)?;
            template.iter_mut().try_for_each(|triple| binder.triple(triple))?;
        }
        Query::Ask { pattern, .. } => binder.pattern(pattern)?,
    }
    match parameters.keys().find(|name| !binder.used.iter().any(|used| used.as_str() == *name)) {
        Some(unused) => Err(BindError::Unused(unused.clone())),
        None => Ok(query),
    }
}

/// A term in each of the forms that the algebra wants.
struct Constant {
    pattern: TermPattern,
    expression: Expression,
    ground: GroundTerm,
    node: Option<NamedNode>,
    text: String,
}

impl Constant {
    fn new(term: &Term) -> Option<Self> {
        let ground = ground(term)?;
        let (expression, node) = match term {
            Term::NamedNode(node) => (Expression::NamedNode(node.clone()), Some(node.clone())),
            Term::Literal(literal) => (Expression::Literal(literal.clone()), None),
            Term::Triple(_) | Term::BlankNode(_) => return None,
        };
        Some(Self { pattern: term.clone().into(), expression, ground, node, text: term.to_string() })
    }
}

fn ground(term: &Term) -> Option<GroundTerm> {
    Some(match term {
        Term::NamedNode(node) => GroundTerm::NamedNode(node.clone()),
        Term::Literal(literal) => GroundTerm::Literal(literal.clone()),
        Term::BlankNode(_) => return None,
        Term::Triple(triple) => GroundTerm::Triple(Box::new(GroundTriple {
            subject: match &triple.subject {
                oxigraph::model::NamedOrBlankNode::NamedNode(node) => node.clone(),
                oxigraph::model::NamedOrBlankNode::BlankNode(_) => return None,
            },
            predicate: triple.predicate.clone(),
            object: ground(&triple.object)?,
        })),
    })
}

struct Binder {
    parameters: BTreeMap<Variable, Constant>,
    used: Vec<Variable>,
}

type Bound = Result<(), BindError>;

impl Binder {
    fn get(&mut self, variable: &Variable) -> Option<&Constant> {
        let constant = self.parameters.get(variable)?;
        self.used.push(variable.clone());
        Some(constant)
    }

    /// The pattern of a SELECT or DESCRIBE: variables that it names are given back as columns.
    fn outermost(&mut self, pattern: &mut GraphPattern) -> Bound {
        match pattern {
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                self.outermost(inner)
            }
            GraphPattern::Project { inner, variables } => {
                self.pattern(inner)?;
                for variable in variables.iter() {
                    if let Some(constant) = self.get(variable) {
                        let expression = constant.expression.clone();
                        let below = std::mem::take(&mut **inner);
                        **inner =
                            GraphPattern::Extend { inner: Box::new(below), variable: variable.clone(), expression };
                    }
                }
                Ok(())
            }
            other => self.pattern(other),
        }
    }

    fn pattern(&mut self, pattern: &mut GraphPattern) -> Bound {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().try_for_each(|triple| self.triple(triple))?,
            GraphPattern::Path { subject, object, .. } => {
                self.term(subject)?;
                self.term(object)?;
            }
            GraphPattern::Graph { name, .. } => self.node(name)?,
            GraphPattern::Service { name, inner, .. } => {
                self.node(name)?;
                self.pattern(inner)?;
            }
            GraphPattern::Extend { variable, .. } => self.not_computed(variable)?,
            GraphPattern::Values { variables, bindings } => self.values(variables, bindings),
            GraphPattern::Project { variables, .. } => variables.retain(|variable| self.get(variable).is_none()),
            GraphPattern::Group { variables, aggregates, .. } => {
                variables.retain(|variable| self.get(variable).is_none());
                aggregates.iter().try_for_each(|(variable, _)| self.not_computed(variable))?;
            }
            _ => {}
        }
        within_mut(pattern).into_iter().try_for_each(|part| match part {
            Part::Pattern(pattern) => self.pattern(pattern),
            Part::Expression(expression) => self.expression(expression),
        })
    }

    fn not_computed(&self, variable: &Variable) -> Bound {
        if self.parameters.contains_key(variable) {
            return Err(BindError::Computed(variable.as_str().to_owned()));
        }
        Ok(())
    }

    /// Keeps the rows that agree with the parameters, without the parameters' columns.
    fn values(&mut self, variables: &mut Vec<Variable>, bindings: &mut Vec<Vec<Option<GroundTerm>>>) {
        for at in (0..variables.len()).rev() {
            let Some(constant) = self.get(&variables[at]) else { continue };
            let wanted = constant.ground.clone();
            variables.remove(at);
            bindings.retain_mut(|row| row.remove(at).is_none_or(|term| term == wanted));
        }
    }

    fn triple(&mut self, triple: &mut TriplePattern) -> Bound {
        self.term(&mut triple.subject)?;
        self.node(&mut triple.predicate)?;
        self.term(&mut triple.object)
    }

    fn term(&mut self, term: &mut TermPattern) -> Bound {
        match term {
            TermPattern::Variable(variable) => {
                let variable = variable.clone();
                if let Some(constant) = self.get(&variable) {
                    *term = constant.pattern.clone();
                }
                Ok(())
            }
            TermPattern::Triple(triple) => self.triple(triple),
            _ => Ok(()),
        }
    }

    fn node(&mut self, node: &mut NamedNodePattern) -> Bound {
        let NamedNodePattern::Variable(variable) = node else { return Ok(()) };
        let variable = variable.clone();
        let Some(constant) = self.get(&variable) else { return Ok(()) };
        let Some(iri) = constant.node.clone() else {
            return Err(BindError::NotAnIri { name: variable.as_str().to_owned(), term: constant.text.clone() });
        };
        *node = NamedNodePattern::NamedNode(iri);
        Ok(())
    }

    fn expression(&mut self, expression: &mut Expression) -> Bound {
        match expression {
            Expression::Variable(variable) => {
                let variable = variable.clone();
                if let Some(constant) = self.get(&variable) {
                    *expression = constant.expression.clone();
                }
                Ok(())
            }
            Expression::Bound(variable) => {
                let variable = variable.clone();
                if self.get(&variable).is_some() {
                    *expression = Expression::Literal(true.into());
                }
                Ok(())
            }
            Expression::Exists(pattern) => self.pattern(pattern),
            other => operands(other).into_iter().try_for_each(|operand| self.expression(operand)),
        }
    }
}
