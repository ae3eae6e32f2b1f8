//! An expression as the evaluator's optimiser leaves it.
//!
//! It folds conditions that are known, and what it leaves of `IF(true, ?x, ?x + 1)` is a variable, which keeps its lexical form. So
//! the expression is given to it among variables that may be anything.

use oxigraph::model::{NamedNode, Variable};
use spargebra::algebra::{self, GraphPattern as Pattern};
use spargebra::term::{NamedNodePattern, TriplePattern};
use sparopt::Optimizer;
use sparopt::algebra::{Expression, GraphPattern};

use crate::sparql::walk::parts_of;

/// `expression` over variables that may be bound to any term or to none, of which only `bound` are ever bound. `None` where it is an
/// error whatever they are.
pub(super) fn normalised(expression: &algebra::Expression, bound: &dyn Fn(&Variable) -> bool) -> Option<Expression> {
    let node = NamedNode::new_unchecked("urn:x-milieu:anything");
    let mut variables = Vec::new();
    variables_of(expression, &mut variables);
    let anything = variables.into_iter().filter(|variable| bound(variable)).fold(
        Pattern::Bgp { patterns: Vec::new() },
        |left, variable| {
            let predicate = NamedNodePattern::from(node.clone());
            let patterns = vec![TriplePattern { subject: node.clone().into(), predicate, object: variable.into() }];
            Pattern::LeftJoin { left: Box::new(left), right: Box::new(Pattern::Bgp { patterns }), expression: None }
        },
    );
    let pattern = Pattern::Extend {
        inner: Box::new(anything),
        variable: Variable::new_unchecked("the result"),
        expression: expression.clone(),
    };
    match Optimizer::optimize_graph_pattern(GraphPattern::from(&pattern)) {
        GraphPattern::Extend { expression, .. } => Some(expression),
        _ => None,
    }
}

/// Adds the variables of `expression`, each once.
pub(super) fn variables_of(expression: &algebra::Expression, found: &mut Vec<Variable>) {
    use algebra::Expression as E;
    match expression {
        E::Variable(variable) | E::Bound(variable) if !found.contains(variable) => found.push(variable.clone()),
        other => parts_of(other).into_iter().for_each(|operand| variables_of(operand, found)),
    }
}
