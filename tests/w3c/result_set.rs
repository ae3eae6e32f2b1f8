//! Answers written as RDF, in the vocabulary that the first working group made for its results.

use milieu::model::vocab::rdf;
use milieu::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Variable};
use milieu::{Snapshot, Store};

use crate::answer::{Answer, Order, Row, row_of};

const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";

/// The answer that a graph says: a result set if it describes one, else the graph itself.
pub(crate) fn answer(quads: Vec<Quad>) -> Result<Answer, String> {
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(quads.iter().cloned());
    let graph = transaction.commit().map_err(|error| error.to_string())?;
    let class = term("ResultSet");
    let mut sets = graph.quads_for_pattern(None, Some(rdf::TYPE), Some(class.as_ref().into()), None);
    match sets.next() {
        Some(set) => ResultSet { graph: graph.clone() }.read(&set.subject.into()),
        None => Ok(Answer::Graph(quads.into_iter().map(row_of).collect())),
    }
}

struct ResultSet {
    graph: Snapshot,
}

impl ResultSet {
    fn read(&self, set: &Term) -> Result<Answer, String> {
        if let Some(answer) = self.all(set, "boolean").first() {
            return Ok(Answer::Boolean(text(answer)? == "true"));
        }
        let names = self.all(set, "resultVariable");
        let variables: Vec<Variable> =
            names.iter().map(|name| Ok(Variable::new_unchecked(text(name)?))).collect::<Result<_, String>>()?;
        let mut rows: Vec<(Option<u32>, Row)> = Vec::new();
        for solution in self.all(set, "solution") {
            let index = self.all(&solution, "index").first().map(text).transpose()?;
            let index = index.map(|index| index.parse().map_err(|_| format!("{index} is no place"))).transpose()?;
            let mut row = vec![None; variables.len()];
            for binding in self.all(&solution, "binding") {
                let name = text(self.all(&binding, "variable").first().ok_or("a binding has no variable")?)?;
                let column = variables.iter().position(|variable| variable.as_str() == name);
                let column = column.ok_or_else(|| format!("{name} is bound and no column"))?;
                row[column] = self.all(&binding, "value").pop();
            }
            rows.push((index, row));
        }
        let order = if !rows.is_empty() && rows.iter().all(|(index, _)| index.is_some()) {
            rows.sort_by_key(|(index, _)| *index);
            Order::Kept
        } else {
            Order::Free
        };
        Ok(Answer::Rows { variables, rows: rows.into_iter().map(|(_, row)| row).collect(), order })
    }

    fn all(&self, subject: &Term, name: &str) -> Vec<Term> {
        let subject = match subject {
            Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
            Term::BlankNode(node) => node.clone().into(),
            _ => return Vec::new(),
        };
        let default = Some(GraphName::DefaultGraph);
        self.graph
            .quads_for_pattern(
                Some(subject.as_ref()),
                Some(term(name).as_ref()),
                None,
                default.as_ref().map(GraphName::as_ref),
            )
            .map(|quad| quad.object)
            .collect()
    }
}

fn term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{RS}{name}"))
}

fn text(term: &Term) -> Result<String, String> {
    match term {
        Term::Literal(literal) => Ok(literal.value().to_owned()),
        other => Err(format!("{other} is no text")),
    }
}
