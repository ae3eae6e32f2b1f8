//! The form of a view: a field a parameter, with what may be chosen and what was wrong.

use maud::{Markup, html};

use crate::face::http::entity::label;
use crate::face::http::link::short;
use crate::model::{NamedNode, Term};
use crate::snapshot::Snapshot;
use crate::view::{Choice, Parameter, ParameterType, Table, View, ViewError};
use crate::vocab;

/// More choices than this are typed with completion instead of picked from a list.
const MOST_PICKED: usize = 250;
/// More than this are not sent at all: the field says what it takes.
const MOST_COMPLETED: usize = 5_000;

/// Every field of a view's form.
pub(super) struct Fields<'v> {
    fields: Vec<Field<'v>>,
}

struct Field<'v> {
    parameter: &'v Parameter,
    choices: Vec<(String, String)>,
    value: String,
    default: String,
    help: Option<String>,
    wrong: Option<String>,
}

impl<'v> Fields<'v> {
    /// The fields with the values that were given or, once it is answered, used.
    pub(super) fn of(
        view: &'v View,
        snapshot: &Snapshot,
        pairs: &[(String, String)],
        table: Option<&Table>,
        error: Option<&ViewError>,
    ) -> Self {
        let field = |parameter: &'v Parameter| {
            let name = parameter.name.as_str();
            // A view whose choices cannot be had still takes what is typed.
            let choices = view.choices(snapshot, name).unwrap_or_default();
            let given = pairs.iter().find(|(given, value)| given == name && !value.is_empty());
            let used = table.and_then(|table| table.parameters.get(name));
            let value = used.or(given.map(|(_, value)| value)).map_or("", String::as_str);
            let choices: Vec<_> = choices.into_iter().filter_map(|choice| option(choice, snapshot)).collect();
            let picked = |text: &str| if text.is_empty() { String::new() } else { pick(text, &choices, snapshot) };
            let default = parameter.default.as_deref().map(picked).unwrap_or_default();
            Field {
                value: picked(value),
                default,
                help: help(view, parameter, snapshot),
                wrong: wrong(view, parameter, given.map(|(_, value)| value.as_str()), error),
                choices,
                parameter,
            }
        };
        Self { fields: view.header().params.iter().map(field).collect() }
    }

    /// Whether a message stands beside one of the fields.
    pub(super) fn tell(&self) -> bool {
        self.fields.iter().any(|field| field.wrong.is_some())
    }

    /// The form.
    pub(super) fn form(&self, address: &str) -> Markup {
        html! {
            @if !self.fields.is_empty() {
                form.parameters method="get" action=(address) {
                    @for field in &self.fields { (field.markup()) }
                    div.buttons {
                        button.primary data-label="Show" { "Show" }
                        a.button href=(address) { "Reset" }
                    }
                }
            }
        }
    }
}

/// A choice as value and label.
fn option(choice: Choice, snapshot: &Snapshot) -> Option<(String, String)> {
    match choice.value {
        // A name that is its own last part reads better with the label that the store has for it.
        Term::NamedNode(node) => {
            Some((node.as_str().to_owned(), snapshot.label(node.as_ref()).unwrap_or(choice.label)))
        }
        Term::Literal(literal) => Some((literal.value().to_owned(), choice.label)),
        _ => None,
    }
}

/// The choice that `text` means: by its value, its short name, its label or its code; else `text` itself.
fn pick(text: &str, choices: &[(String, String)], snapshot: &Snapshot) -> String {
    let expanded = vocab::expand(text).map(NamedNode::into_string);
    let by_value = |(value, label): &&(String, String)| {
        value == text || Some(value) == expanded.as_ref() || label.eq_ignore_ascii_case(text)
    };
    let has_code = |(value, _): &&(String, String)| {
        let node = NamedNode::new(value.as_str());
        node.is_ok_and(|node| {
            let codes = snapshot.objects(node.as_ref().into(), vocab::skos::NOTATION);
            codes.into_iter().any(|code| matches!(code, Term::Literal(code) if code.value().eq_ignore_ascii_case(text)))
        })
    };
    let found = choices.iter().find(by_value).or_else(|| choices.iter().find(has_code));
    found.map_or_else(|| expanded.unwrap_or_else(|| text.to_owned()), |(value, _)| value.clone())
}

fn help(view: &View, parameter: &Parameter, snapshot: &Snapshot) -> Option<String> {
    let aside = parameter.unless.as_ref().and_then(|other| {
        let other = view.header().params.iter().find(|parameter| parameter.name == *other)?;
        Some(format!("Used when “{}” is left open.", other.label))
    });
    let kinds: Vec<_> =
        parameter.class.iter().filter_map(|class| vocab::expand(class)).map(|class| label(snapshot, &class)).collect();
    let kind = match parameter.type_ {
        ParameterType::Class if kinds.len() > 1 => Some(format!("One of: {}.", kinds.join(", "))),
        ParameterType::Iri if parameter.choices.is_none() => {
            Some("An IRI, or a short name such as nuts:DE11.".to_owned())
        }
        ParameterType::Year => Some("Four digits.".to_owned()),
        _ => None,
    };
    aside.or(kind)
}

/// What is wrong with the value of this very field.
fn wrong(view: &View, parameter: &Parameter, given: Option<&str>, error: Option<&ViewError>) -> Option<String> {
    let told = |error: &ViewError| match error {
        ViewError::Argument { parameter: name, value, reason, nearest, .. } if *name == parameter.name => {
            let instead =
                if nearest.is_empty() { String::new() } else { format!(" Did you mean {}?", nearest.join(" or ")) };
            Some(format!("“{value}” {reason}.{instead}"))
        }
        ViewError::Missing { parameter: name, .. } if *name == parameter.name => Some("This is needed.".to_owned()),
        _ => None,
    };
    // The view stops at the first fault; a form shows all of them.
    error.and_then(told).or_else(|| told(&view.arguments([(parameter.name.as_str(), given?)]).err()?))
}

impl Field<'_> {
    fn markup(&self) -> Markup {
        let name = self.parameter.name.as_str();
        let is_list = !self.choices.is_empty() && self.choices.len() <= MOST_PICKED;
        let narrow = !is_list
            && matches!(self.parameter.type_, ParameterType::Integer | ParameterType::Decimal | ParameterType::Year);
        let help = self.help_text(is_list);
        let about: Vec<_> = [(help.is_some(), "help"), (self.wrong.is_some(), "wrong")]
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{name}-{part}"))
            .collect();
        let about = (!about.is_empty()).then(|| about.join(" "));
        let invalid = self.wrong.is_some().then_some("true");
        html! {
            div.field.narrow[narrow] {
                label for=(name) { (self.parameter.label) }
                @if is_list || self.parameter.type_ == ParameterType::Boolean {
                    select id=(name) name=(name) data-default=(self.default) aria-describedby=[about] aria-invalid=[invalid] {
                        (self.options())
                    }
                } @else {
                    @let completes = (MOST_PICKED..=MOST_COMPLETED).contains(&self.choices.len());
                    input id=(name) name=(name) data-default=(self.default) aria-describedby=[about] aria-invalid=[invalid]
                        type=(self.kind()) step=[(self.parameter.type_ == ParameterType::Decimal).then_some("any")]
                        list=[completes.then(|| format!("{name}-choices"))] autocomplete="off" value=(self.typed());
                    @if completes {
                        datalist id={ (name) "-choices" } {
                            @for (value, label) in &self.choices { option value=(compact(value)) { (label) } }
                        }
                    }
                }
                @if let Some(wrong) = &self.wrong { span.wrong id={ (name) "-wrong" } { (wrong) } }
                @if let Some(help) = help { span.help id={ (name) "-help" } { (help) } }
            }
        }
    }

    fn help_text(&self, is_list: bool) -> Option<String> {
        let chosen = self.choices.iter().find(|(value, _)| *value == self.value);
        match chosen {
            // What is typed is a code; its name stands beside it.
            Some((_, label)) if !is_list => Some(format!("{label}. Type a name or a code.")),
            None if self.choices.len() > MOST_PICKED => Some("Type a name or a code.".to_owned()),
            _ => self.help.clone(),
        }
    }

    fn options(&self) -> Markup {
        let yes_and_no = [("true".to_owned(), "yes".to_owned()), ("false".to_owned(), "no".to_owned())];
        let choices = if self.choices.is_empty() { &yes_and_no[..] } else { &self.choices };
        let is_other = !self.value.is_empty() && !choices.iter().any(|(value, _)| *value == self.value);
        html! {
            @if self.default.is_empty() { option value="" selected[self.value.is_empty()] { "any" } }
            @for (value, label) in choices { option value=(value) selected[*value == self.value] { (label) } }
            @if is_other { option value=(self.value) selected { (short(&self.value)) } }
        }
    }

    fn typed(&self) -> String {
        compact(&self.value)
    }

    fn kind(&self) -> &'static str {
        match self.parameter.type_ {
            // A wrong value must come back as it was typed, so that it can be mended.
            _ if self.wrong.is_some() => "text",
            ParameterType::Integer | ParameterType::Decimal | ParameterType::Year => "number",
            ParameterType::Date => "date",
            _ => "text",
        }
    }
}

/// An IRI by its short name where it has one.
fn compact(value: &str) -> String {
    let node = crate::model::NamedNodeRef::new(value).ok();
    node.and_then(vocab::shorten).unwrap_or_else(|| value.to_owned())
}
