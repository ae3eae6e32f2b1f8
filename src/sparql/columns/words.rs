//! Parts of a query as people write them, with short names.

use std::collections::HashMap;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNodeRef, Term, vocab::rdf};
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, Function, OrderExpression};

use crate::vocab;

/// As many characters of a literal as are shown.
const MOST: usize = 60;

/// Writes expressions.
#[derive(Default)]
pub(super) struct Words {
    /// What a variable that the parser made for an aggregate stands for.
    aggregates: HashMap<String, String>,
}

pub(super) fn iri(iri: NamedNodeRef<'_>) -> String {
    vocab::shorten(iri).unwrap_or_else(|| iri.to_string())
}

pub(super) fn predicate(term: &Term) -> String {
    match term {
        Term::NamedNode(node) if node.as_ref() == rdf::TYPE => "a".to_owned(),
        other => self::term(other),
    }
}

pub(super) fn term(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => iri(node.as_ref()),
        Term::Literal(literal) => self::literal(literal),
        other => other.to_string(),
    }
}

fn literal(literal: &Literal) -> String {
    let plain = [xsd::INTEGER, xsd::DECIMAL, xsd::BOOLEAN];
    if plain.contains(&literal.datatype()) {
        return literal.value().to_owned();
    }
    let text: String = literal.value().chars().take(MOST).collect();
    let cut = if text.len() < literal.value().len() { "…" } else { "" };
    let quoted = format!("{}{cut}", Literal::new_simple_literal(text));
    match literal.language() {
        Some(language) => format!("{quoted}@{language}"),
        None if literal.datatype() == xsd::STRING => quoted,
        None => format!("{quoted}^^{}", iri(literal.datatype())),
    }
}

impl Words {
    /// A variable by its name.
    pub(super) fn variable(&self, name: &str) -> String {
        match (self.aggregates.get(name), name.strip_prefix('#')) {
            (Some(aggregate), _) => aggregate.clone(),
            // Made for the plan: no text can name it.
            (None, Some(made)) => format!("_:{}", made.replace(' ', "")),
            (None, None) => format!("?{name}"),
        }
    }

    fn list<'e>(&self, expressions: impl IntoIterator<Item = &'e Expression>) -> String {
        let texts: Vec<String> = expressions.into_iter().map(|expression| self.expression(expression)).collect();
        texts.join(", ")
    }

    pub(super) fn expression(&self, expression: &Expression) -> String {
        let level = level(expression);
        // `a - (b - c)` is another than `a - b - c`; `&&` and `||` are the same either way, and comparisons make no chains.
        let left = if level == COMPARISON { level + 1 } else { level };
        let right = if level > AND { level + 1 } else { level };
        let two = |a: &Expression, sign: &str, b: &Expression| {
            format!("{} {sign} {}", self.within(a, left), self.within(b, right))
        };
        match expression {
            Expression::NamedNode(node) => iri(node.as_ref()),
            Expression::Literal(literal) => self::literal(literal),
            Expression::Variable(variable) => self.variable(variable.as_str()),
            Expression::Or(a, b) => two(a, "||", b),
            Expression::And(a, b) => two(a, "&&", b),
            Expression::Equal(a, b) => two(a, "=", b),
            Expression::Greater(a, b) => two(a, ">", b),
            Expression::GreaterOrEqual(a, b) => two(a, ">=", b),
            Expression::Less(a, b) => two(a, "<", b),
            Expression::LessOrEqual(a, b) => two(a, "<=", b),
            Expression::Add(a, b) => two(a, "+", b),
            Expression::Subtract(a, b) => two(a, "-", b),
            Expression::Multiply(a, b) => two(a, "*", b),
            Expression::Divide(a, b) => two(a, "/", b),
            Expression::SameTerm(a, b) => format!("sameTerm({})", self.list([&**a, &**b])),
            Expression::In(a, list) => format!("{} IN ({})", self.within(a, level + 1), self.list(list)),
            Expression::UnaryPlus(a) => format!("+{}", self.within(a, level)),
            Expression::UnaryMinus(a) => format!("-{}", self.within(a, level)),
            Expression::Not(a) => match &**a {
                Expression::Equal(a, b) => two(a, "!=", b),
                Expression::In(a, list) => format!("{} NOT IN ({})", self.within(a, level + 1), self.list(list)),
                other => format!("!{}", self.within(other, level)),
            },
            Expression::FunctionCall(function, list) => {
                let name = match function {
                    Function::Custom(name) => iri(name.as_ref()),
                    other => other.to_string(),
                };
                format!("{name}({})", self.list(list))
            }
            Expression::Bound(variable) => format!("BOUND({})", self.variable(variable.as_str())),
            Expression::If(a, b, c) => format!("IF({})", self.list([&**a, &**b, &**c])),
            Expression::Coalesce(list) => format!("COALESCE({})", self.list(list)),
            Expression::Exists(_) => "EXISTS { … }".to_owned(),
        }
    }

    /// An expression within another, in brackets if it binds less than `least`.
    fn within(&self, expression: &Expression, least: u8) -> String {
        let text = self.expression(expression);
        if level(expression) < least { format!("({text})") } else { text }
    }

    pub(super) fn aggregate(&self, aggregate: &AggregateExpression) -> String {
        let (name, expression, distinct) = match aggregate {
            AggregateExpression::CountSolutions { distinct: true } => return "COUNT(DISTINCT *)".to_owned(),
            AggregateExpression::CountSolutions { distinct: false } => return "COUNT(*)".to_owned(),
            AggregateExpression::FunctionCall { name, expr, distinct } => (name, self.expression(expr), distinct),
        };
        let distinct = if *distinct { "DISTINCT " } else { "" };
        match name {
            AggregateFunction::GroupConcat { separator: Some(separator) } => {
                let separator = Literal::new_simple_literal(separator);
                format!("GROUP_CONCAT({distinct}{expression}; SEPARATOR = {separator})")
            }
            AggregateFunction::Custom(name) => format!("{}({distinct}{expression})", iri(name.as_ref())),
            name => format!("{name}({distinct}{expression})"),
        }
    }

    pub(super) fn order(&self, order: &OrderExpression) -> String {
        match order {
            OrderExpression::Asc(expression) => self.expression(expression),
            OrderExpression::Desc(expression) => format!("DESC({})", self.expression(expression)),
        }
    }

    /// Says that `variable` stands for `aggregate`.
    pub(super) fn stands_for(&mut self, variable: &str, aggregate: &str) {
        self.aggregates.insert(variable.to_owned(), aggregate.to_owned());
    }
}

const AND: u8 = 1;
const COMPARISON: u8 = 2;

/// How closely an expression binds.
fn level(expression: &Expression) -> u8 {
    match expression {
        Expression::Or(..) => 0,
        Expression::And(..) => AND,
        Expression::Equal(..)
        | Expression::Greater(..)
        | Expression::GreaterOrEqual(..)
        | Expression::Less(..)
        | Expression::LessOrEqual(..)
        | Expression::In(..) => COMPARISON,
        Expression::Not(a) if matches!(**a, Expression::Equal(..) | Expression::In(..)) => COMPARISON,
        Expression::Add(..) | Expression::Subtract(..) => 3,
        Expression::Multiply(..) | Expression::Divide(..) => 4,
        Expression::Not(_) | Expression::UnaryPlus(_) | Expression::UnaryMinus(_) => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use spargebra::algebra::GraphPattern;

    use super::*;
    use crate::sparql::{Query, parse};

    #[test]
    fn expressions_are_written_as_people_write_them() {
        let words = Words::default();
        for text in [
            "(?a + ?b) * 2 >= -?c",
            "?a - (?b - ?c) - ?d = ?e / ?f && !?a",
            "(?a || ?b) && ?c && (?a < ?b) = ?c",
            "?a != milieu:Cluster && !BOUND(?b)",
            "?a NOT IN (nuts:DE11, \"x\"@en, 1.5)",
            "IF(?a < ?b, STRLEN(STR(?a)), COALESCE(?a, \"2020\"^^xsd:gYear))",
            "sameTerm(?a, ?b) || CONTAINS(LCASE(?a), \"it's\")",
        ] {
            let Query::Select { pattern: GraphPattern::Project { inner, .. }, .. } =
                parse(&format!("SELECT * {{ FILTER({text}) }}"), None).unwrap()
            else {
                unreachable!("it is a SELECT")
            };
            let GraphPattern::Filter { expr, .. } = *inner else { unreachable!("it filters") };
            assert_eq!(words.expression(&expr), text);
        }
        assert_eq!(words.variable("#count 1"), "_:count1");
    }
}
