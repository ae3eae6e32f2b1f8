use std::collections::BTreeMap;

use super::choice::Choices;
use super::parameter::{Offered, Parameter, ParameterType, Requirement};
use super::{Binds, View, ViewError};
use crate::Snapshot;
use crate::model::Term;
use crate::text::nearest;

/// The values given to a view's parameters, checked against its header.
///
/// Made by [`View::arguments`]. Defaults are in, what another parameter puts aside is out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arguments {
    given: BTreeMap<String, Argument>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Argument {
    /// What was written.
    pub text: String,
    /// The term that it stands for; `None` for a code or label that the data is to resolve.
    pub term: Option<Term>,
}

impl Arguments {
    /// The value of a parameter.
    pub fn get(&self, parameter: &str) -> Option<&Argument> {
        self.given.get(parameter)
    }

    /// Every value by the name of its parameter, as written: what [`View::arguments`] takes to make the same again.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.given.iter().map(|(name, argument)| (name.as_str(), argument.text.as_str()))
    }

    /// The same, for a table.
    pub(super) fn written(&self) -> BTreeMap<String, String> {
        self.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Types `pairs` by the parameters of `view`.
    pub(super) fn typed<K: AsRef<str>, V: AsRef<str>>(
        view: &View,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, ViewError> {
        let parameters = &view.header().params;
        let mut given = BTreeMap::new();
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.as_ref().trim());
            let parameter = parameters.iter().find(|p| p.name == name).ok_or_else(|| ViewError::NoSuchParameter {
                view: view.id().to_string(),
                parameter: name.to_owned(),
                nearest: nearest(name, parameters.iter().map(|p| p.name.as_str())),
            })?;
            // A form sends its empty fields too.
            if !value.is_empty() {
                given.insert(name.to_owned(), argument(view, parameter, value)?);
            }
        }
        let explicit: Vec<String> = given.keys().cloned().collect();
        for parameter in parameters {
            let aside = parameter.unless.as_ref().is_some_and(|other| explicit.contains(other));
            match &parameter.default {
                _ if aside => drop(given.remove(&parameter.name)),
                Some(default) if !given.contains_key(&parameter.name) => {
                    given.insert(parameter.name.clone(), argument(view, parameter, default)?);
                }
                None if parameter.required == Requirement::Required && !given.contains_key(&parameter.name) => {
                    return Err(ViewError::Missing { view: view.id().to_string(), parameter: parameter.name.clone() });
                }
                _ => {}
            }
        }
        Ok(Self { given })
    }

    /// The terms of all values, codes and labels looked up in `snapshot`.
    pub(super) fn resolved(&self, view: &View, snapshot: &Snapshot) -> Result<BTreeMap<String, Term>, ViewError> {
        let mut terms = BTreeMap::new();
        for (name, argument) in &self.given {
            let parameter = view.parameter(name);
            let term = match (&argument.term, parameter.type_) {
                (_, ParameterType::Class) => Choices::of(parameter, snapshot).resolve(view, parameter, argument)?,
                (Some(term), _) => term.clone(),
                (None, _) => continue,
            };
            terms.insert(name.clone(), term);
        }
        Ok(terms)
    }
}

impl View {
    pub(super) fn parameter(&self, name: &str) -> &Parameter {
        self.header().params.iter().find(|p| p.name == name).expect("arguments are made from the header")
    }
}

fn argument(view: &View, parameter: &Parameter, value: &str) -> Result<Argument, ViewError> {
    let refused = |reason: &str, nearest: Vec<String>| ViewError::Argument {
        view: view.id().to_string(),
        parameter: parameter.name.clone(),
        value: value.to_owned(),
        reason: reason.to_owned(),
        nearest,
    };
    let fixed: &[super::FixedChoice] = match &parameter.choices {
        Some(Offered::Fixed(fixed)) => fixed,
        _ => &[],
    };
    // A fixed choice may be named by its label: `Cluster` for `milieu:Cluster`.
    let written = fixed.iter().find(|choice| choice.label().eq_ignore_ascii_case(value)).map_or(value, |c| c.value());
    let term = parameter
        .type_
        .term(written)
        .map_err(|reason| refused(reason, nearest(value, fixed.iter().map(super::FixedChoice::label))))?;
    let offered = |choice: &super::FixedChoice| parameter.type_.term(choice.value()) == Ok(term.clone());
    if !fixed.is_empty() && !fixed.iter().any(offered) {
        let mut labels = nearest(value, fixed.iter().map(super::FixedChoice::label));
        if labels.is_empty() {
            labels = fixed.iter().map(|choice| choice.label().to_owned()).collect();
        }
        return Err(refused("is not offered", labels));
    }
    if parameter.binds == Binds::Measure
        && parameter.type_ == ParameterType::Integer
        && written.parse::<usize>().is_err()
    {
        return Err(refused("is not a number of things", Vec::new()));
    }
    Ok(Argument { text: value.to_owned(), term })
}
