use std::collections::BTreeMap;

use super::arguments::Argument;
use super::parameter::{Offered, Parameter, ParameterType, iri};
use super::{View, ViewError};
use crate::Snapshot;
use crate::model::vocab::rdf;
use crate::model::{NamedNode, NamedOrBlankNode, Term};
use crate::sparql::{self, QueryOptions, QueryResults};
use crate::text::{fold, nearest};
use crate::vocab;

/// Something to choose for a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The value.
    pub value: Term,
    /// What people read.
    pub label: String,
}

impl View {
    /// What the parameter offers in this state of the data, sorted by label: its fixed list, the answers of its query or the
    /// instances of its class. Empty when anything of its type goes.
    ///
    /// # Errors
    /// [`ViewError`] when there is no such parameter or its query fails.
    ///
    /// ```
    /// use milieu::view::Catalogue;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let snapshot = milieu::Store::new().snapshot();
    /// let kinds = Catalogue::shipped().get("cluster/ei-index")?.choices(&snapshot, "group_kind")?;
    /// assert_eq!(kinds[0].label, "Cluster");
    /// # Ok(()) }
    /// ```
    pub fn choices(&self, snapshot: &Snapshot, parameter: &str) -> Result<Vec<Choice>, ViewError> {
        let params = &self.header().params;
        let parameter = params.iter().find(|p| p.name == parameter).ok_or_else(|| ViewError::NoSuchParameter {
            view: self.id().to_string(),
            parameter: parameter.to_owned(),
            nearest: nearest(parameter, params.iter().map(|p| p.name.as_str())),
        })?;
        let mut choices: Vec<Choice> = match &parameter.choices {
            Some(Offered::Fixed(fixed)) => {
                let choice = |choice: &super::FixedChoice| {
                    let value = parameter.type_.term(choice.value()).ok()??;
                    Some(Choice { value, label: choice.label().to_owned() })
                };
                return Ok(fixed.iter().filter_map(choice).collect());
            }
            Some(Offered::Query(query)) => asked(snapshot, query)?,
            None if parameter.type_ == ParameterType::Class => Choices::of(parameter, snapshot).labelled(snapshot),
            None => Vec::new(),
        };
        choices.sort_by(|a, b| (&a.label, a.value.to_string()).cmp(&(&b.label, b.value.to_string())));
        Ok(choices)
    }
}

fn asked(snapshot: &Snapshot, query: &str) -> Result<Vec<Choice>, ViewError> {
    let QueryResults::Solutions(rows) = sparql::query(snapshot, query, &QueryOptions::default())? else {
        return Ok(Vec::new());
    };
    // One value has a label in each of several languages: the one in English wins.
    let mut values = BTreeMap::new();
    for row in rows {
        let row = row.map_err(sparql::SparqlError::from)?;
        let (Some(value), label) = (row.get("value"), row.get("label")) else { continue };
        let label = match (value, label) {
            (Term::NamedNode(node), label) => snapshot.label(node).or_else(|| label.map(text)),
            (_, label) => label.map(text),
        };
        values.entry(value.to_string()).or_insert_with(|| (value.clone(), label.unwrap_or_else(|| text(value))));
    }
    Ok(values.into_values().map(|(value, label)| Choice { value, label }).collect())
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => vocab::shorten(node.as_ref()).unwrap_or_else(|| node.as_str().to_owned()),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// The instances of a parameter's classes.
pub(super) struct Choices<'a> {
    snapshot: &'a Snapshot,
    classes: Vec<NamedNode>,
}

impl<'a> Choices<'a> {
    pub(super) fn of(parameter: &Parameter, snapshot: &'a Snapshot) -> Self {
        Self { snapshot, classes: parameter.class.iter().filter_map(|class| iri(class)).collect() }
    }

    fn instances(&self) -> impl Iterator<Item = NamedNode> {
        self.classes.iter().flat_map(|class| {
            let of_class = self.snapshot.quads_for_pattern(None, Some(rdf::TYPE), Some(class.as_ref().into()), None);
            of_class.filter_map(|quad| match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Some(node),
                NamedOrBlankNode::BlankNode(_) => None,
            })
        })
    }

    fn labelled(&self, snapshot: &Snapshot) -> Vec<Choice> {
        let mut nodes: Vec<NamedNode> = self.instances().collect();
        nodes.sort_unstable();
        nodes.dedup();
        let label = |node: &NamedNode| snapshot.label(node).unwrap_or_else(|| text(&node.clone().into()));
        nodes.into_iter().map(|node| Choice { label: label(&node), value: node.into() }).collect()
    }

    /// The instance that `argument` means: by IRI, by code (`DE11`, `DE`, `DEU`) or by label.
    pub(super) fn resolve(&self, view: &View, parameter: &Parameter, argument: &Argument) -> Result<Term, ViewError> {
        let wanted = argument.text.as_str();
        if let Some(Term::NamedNode(node)) = &argument.term {
            let types = self.snapshot.objects(node.as_ref().into(), rdf::TYPE).collect::<Vec<_>>();
            let default = parameter.default.as_deref() == Some(wanted);
            // A default names a thing that other data holds; on this data the view is empty, which is no fault of the reader.
            if default || self.classes.iter().any(|class| types.contains(&class.clone().into())) {
                return Ok(node.clone().into());
            }
        } else if let Some(node) = self.by_notation(wanted).or_else(|| self.by_label(wanted)) {
            return Ok(node.into());
        }
        let labels: Vec<String> = self.labelled(self.snapshot).into_iter().map(|choice| choice.label).collect();
        Err(ViewError::Argument {
            view: view.id().to_string(),
            parameter: parameter.name.clone(),
            value: wanted.to_owned(),
            reason: "names nothing of the kind in the data".to_owned(),
            nearest: nearest(wanted, labels.iter().map(String::as_str)),
        })
    }

    fn by_notation(&self, code: &str) -> Option<NamedNode> {
        let code = code.to_uppercase();
        let has_code = |node: &NamedNode| {
            self.snapshot.objects(node.as_ref().into(), vocab::skos::NOTATION).any(|term| match term {
                Term::Literal(literal) => literal.value() == code,
                _ => false,
            })
        };
        self.instances().find(has_code)
    }

    fn by_label(&self, label: &str) -> Option<NamedNode> {
        let wanted = fold(label);
        self.instances().find(|node| self.snapshot.label(node).is_some_and(|known| fold(&known) == wanted))
    }
}
