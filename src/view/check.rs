//! Header against query, and both against the ontology.

use std::collections::BTreeSet;

use spargebra::Query;
use spargebra::algebra::GraphPattern;

use super::measured::Kind;
use super::parameter::{Binds, Offered, ParameterType, iri};
use super::{Header, View};
use crate::Snapshot;
use crate::model::{NamedNode, vocab::rdf};

/// Why header and query do not fit, if they do not.
pub(super) fn fits(header: &Header, query: &Query) -> Result<(), String> {
    let projected = projection(query).ok_or("a view is a SELECT")?;
    let declared: Vec<&str> = header.columns.iter().map(|column| column.name.as_str()).collect();
    match &header.measure {
        None if projected != declared => {
            return Err(format!("the header declares the columns {declared:?}, the query selects {projected:?}"));
        }
        None => {}
        Some(measure) => Kind::named(&measure.name)
            .ok_or_else(|| format!("there is no measure {:?}", measure.name))?
            .fits(measure, &projected, &declared)?,
    }
    if let Some(column) = header.chart.columns().find(|column| !declared.contains(column)) {
        return Err(format!("the chart names {column:?}, which is no column"));
    }
    if let Some(word) = header.sentence.as_ref().and_then(|text| super::sentence::fault(text, &header.columns)) {
        return Err(format!("the sentence holds {{{word}}}, which is no figure"));
    }
    let twice = |name: &str| declared.iter().filter(|other| **other == name).count() > 1;
    if let Some(column) = declared.iter().find(|name| twice(name)) {
        return Err(format!("the column {column:?} is declared twice"));
    }
    parameters(header, query, &declared)
}

fn parameters(header: &Header, query: &Query, declared: &[&str]) -> Result<(), String> {
    let used = variables(query);
    for (at, parameter) in header.params.iter().enumerate() {
        let name = &parameter.name;
        if header.params[..at].iter().any(|other| other.name == *name) {
            return Err(format!("the parameter {name:?} is declared twice"));
        }
        let reaches = match parameter.binds {
            Binds::Query => used.contains(name),
            Binds::Rows => declared.contains(&name.as_str()),
            Binds::Measure => header.measure.as_ref().is_some_and(|m| m.options.values().any(|option| option == name)),
        };
        if !reaches {
            return Err(format!("the parameter {name:?} is used nowhere"));
        }
        if parameter.type_ == ParameterType::Class && parameter.class.is_empty() {
            return Err(format!("the parameter {name:?} is of type class and names none"));
        }
        if let Some(class) = parameter.class.iter().find(|class| iri(class).is_none()) {
            return Err(format!("the parameter {name:?}: {class:?} is no IRI"));
        }
        if let Some(other) = &parameter.unless
            && !header.params.iter().any(|p| p.name == *other && p.name != *name)
        {
            return Err(format!("the parameter {name:?} yields to {other:?}, which is none"));
        }
        if let Some(default) = &parameter.default {
            let term = parameter.type_.term(default);
            term.map_err(|reason| format!("the parameter {name:?}: its default {default:?} {reason}"))?;
        }
        match &parameter.choices {
            Some(Offered::Fixed(fixed)) => {
                if let Some(choice) = fixed.iter().find(|choice| parameter.type_.term(choice.value()).is_err()) {
                    return Err(format!("the parameter {name:?}: its choice {:?} is of another type", choice.value()));
                }
            }
            Some(Offered::Query(choices)) => {
                crate::sparql::parse(choices, None).map_err(|error| format!("the choices of {name:?}: {error}"))?;
            }
            None => {}
        }
    }
    Ok(())
}

/// The columns of a SELECT.
fn projection(query: &Query) -> Option<Vec<String>> {
    let Query::Select { pattern, .. } = query else { return None };
    let mut pattern = pattern;
    loop {
        match pattern {
            GraphPattern::Project { variables, .. } => {
                return Some(variables.iter().map(|variable| variable.as_str().to_owned()).collect());
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                pattern = inner;
            }
            _ => return None,
        }
    }
}

/// Every variable of the query, at any level.
fn variables(query: &Query) -> BTreeSet<String> {
    let text = query.to_string();
    let names = text
        .split('?')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>());
    names.filter(|name| !name.is_empty()).collect()
}

/// The IRIs of a view, in its query and its header, that `ontology` does not declare.
///
/// What the standards themselves define (RDF, RDFS, XSD) and things in the graph, such as a country, are left out.
pub fn undeclared(view: &View, ontology: &Snapshot) -> Vec<NamedNode> {
    const NOT_OURS: [&str; 5] = [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://www.w3.org/2001/XMLSchema#",
        "http://publications.europa.eu/resource/authority/country/",
        "http://data.europa.eu/nuts/code/",
    ];
    let mut mentioned = super::iris::iris(view.query());
    for parameter in &view.header().params {
        mentioned.extend(
            parameter.class.iter().chain(&parameter.default).filter_map(|text| iri(text)).map(NamedNode::into_string),
        );
        match &parameter.choices {
            Some(Offered::Query(query)) => {
                mentioned.extend(crate::sparql::parse(query, None).iter().flat_map(super::iris::iris));
            }
            Some(Offered::Fixed(fixed)) => {
                mentioned.extend(fixed.iter().filter_map(|choice| iri(choice.value())).map(NamedNode::into_string));
            }
            None => {}
        }
    }
    let declared = |node: &NamedNode| ontology.objects(node.as_ref().into(), rdf::TYPE).next().is_some();
    mentioned
        .into_iter()
        .filter(|iri| !NOT_OURS.iter().any(|namespace| iri.starts_with(namespace)))
        .map(NamedNode::new_unchecked)
        .filter(|node| !declared(node))
        .collect()
}
