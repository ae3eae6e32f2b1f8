//! Pages for people who want to try the API: they need no script, and every form ends in a request that can be taken elsewhere.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::Value;

use super::operation::TAGS;
use crate::face::http::frame::Frame;
use crate::face::http::link::{encode, query_string};
use crate::face::http::snippet::shell;
use crate::face::http::view::capital;
use crate::snapshot::Snapshot;

/// Names of fields that are no parameters. No parameter begins so.
const ACCEPT: &str = "_accept";
const BODY: &str = "_body";
const KIND: &str = "_type";

/// An operation, as the document has it.
pub(super) struct Operation<'d> {
    method: &'d str,
    path: &'d str,
    said: &'d Value,
}

fn all(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        let described = methods.filter(|(_, said)| said.get("operationId").is_some());
        described.map(move |(method, said)| Operation { method: method.as_str(), path: path.as_str(), said })
    })
}

pub(super) fn list(document: &Value, snapshot: &Snapshot) -> Markup {
    let body = html! {
        h1 { "API" }
        p.lead { (text(&document["info"]["description"])) }
        ul.links aria-label="As data" {
            li { "As data" }
            li { a href="/openapi.json" { "OpenAPI 3.1" } }
            li { a href="/.well-known/api-catalog" { "API catalogue" } }
        }
        @for (tag, about) in TAGS {
            section aria-labelledby={ (anchor(tag)) } {
                h2 id=(anchor(tag)) { (capital(tag)) }
                p.note { (about) }
                div.scroll tabindex="0" role="region" aria-label=(tag) {
                    table {
                        thead { tr { th scope="col" { "Method" } th scope="col" { "Address" } th scope="col" { "What" } } }
                        tbody {
                            @for operation in all(document).filter(|operation| operation.said["tags"][0] == *tag) {
                                tr {
                                    td { code { (operation.method.to_uppercase()) } }
                                    td { a href={ "/api/" (operation.id()) } { code { (operation.path) } } }
                                    td { (text(&operation.said["summary"])) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Frame::new("API").snapshot(snapshot).page(&body)
}

fn anchor(tag: &str) -> String {
    tag.replace(' ', "-")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A parameter, as the document has it.
struct Field<'d>(&'d Value);

impl<'d> Field<'d> {
    fn name(&self) -> &'d str {
        text(&self.0["name"])
    }

    fn is_in_path(&self) -> bool {
        self.0["in"] == "path"
    }

    fn markup(&self, given: Option<&str>) -> Markup {
        let schema = &self.0["schema"];
        let default = match &schema["default"] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let kind = match text(&schema["type"]) {
            "integer" | "number" => "number",
            _ if schema["format"] == "date" => "date",
            _ => "text",
        };
        let required = self.0["required"] == true;
        let example = text(&self.0["example"]);
        let (name, choices) = (self.name(), choices(schema));
        html! {
            div.field {
                label for=(name) { (name) @if required { " (needed)" } }
                @if choices.is_empty() {
                    input id=(name) name=(name) type=(kind) step=[(schema["type"] == "number").then_some("any")] required[required]
                        value=(given.unwrap_or_default()) placeholder=(if default.is_empty() { example } else { &default })
                        aria-describedby={ (name) "-help" } autocomplete="off";
                } @else {
                    select id=(name) name=(name) aria-describedby={ (name) "-help" } {
                        option value="" { @if default.is_empty() { "any" } @else { (default) } }
                        @for choice in choices { option value=(choice) selected[given == Some(choice.as_str())] { (choice) } }
                    }
                }
                span.help id={ (name) "-help" } { (text(&self.0["description"])) }
            }
        }
    }
}

fn choices(schema: &Value) -> Vec<String> {
    let fixed = schema["enum"].as_array().into_iter().flatten();
    let fixed = fixed.map(|choice| choice.as_str().map_or_else(|| choice.to_string(), str::to_owned));
    let yes_and_no = (schema["type"] == "boolean").then(|| ["true", "false"].map(str::to_owned)).into_iter().flatten();
    fixed.chain(yes_and_no).collect()
}

impl<'d> Operation<'d> {
    pub(super) fn find(document: &'d Value, id: &str) -> Option<Self> {
        all(document).find(|operation| operation.id() == id)
    }

    fn id(&self) -> &'d str {
        text(&self.said["operationId"])
    }

    fn fields(&self) -> impl Iterator<Item = Field<'d>> {
        self.said["parameters"].as_array().into_iter().flatten().map(Field)
    }

    fn media(&self) -> Vec<&'d str> {
        let content = self.said["responses"]["200"]["content"].as_object().into_iter().flatten();
        content.map(|(media, _)| media.as_str()).collect()
    }

    fn bodies(&self) -> Vec<&'d str> {
        let content = self.said["requestBody"]["content"].as_object().into_iter().flatten();
        content.map(|(media, _)| media.as_str()).collect()
    }

    pub(super) fn page(&self, given: &[(String, String)], base: &str, snapshot: &Snapshot) -> Markup {
        let said: BTreeMap<&str, &str> = given
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let media = self.media();
        let body = html! {
            p.crumbs { a href="/api" { "API" } " / " (text(&self.said["tags"][0])) }
            h1 { (text(&self.said["summary"])) }
            p.iri { code { (self.method.to_uppercase()) " " (self.path) } }
            @if let Some(about) = self.said["description"].as_str() { p.lead { (about) } }
            form.parameters method="get" action={ "/api/" (self.id()) } {
                @for field in self.fields() { (field.markup(said.get(field.name()).copied())) }
                @if !self.bodies().is_empty() { (self.body_fields(&said)) }
                @if media.len() > 1 { (pick(ACCEPT, "Accept", "The media type that is asked for.", &media, said.get(ACCEPT).copied())) }
                div.buttons {
                    button.primary name="_show" value="1" { "Show the request" }
                    a.button href={ "/api/" (self.id()) } { "Reset" }
                }
            }
            @if !given.is_empty() { (self.request(&said, base)) }
            h2 { "Answers" }
            ul { @for media in &media { li { code { (media) } } } }
            p.note { "An error is a problem document, " code { "application/problem+json" } "; " a href="/problem/" { "all kinds" } "." }
        };
        Frame::new(text(&self.said["summary"])).snapshot(snapshot).page(&body)
    }

    fn body_fields(&self, said: &BTreeMap<&str, &str>) -> Markup {
        html! {
            (pick(KIND, "Content-Type", "What the body is.", &self.bodies(), said.get(KIND).copied()))
            div.field {
                label for=(BODY) { "Body" }
                // A first line break after the tag would be dropped by the browser.
                textarea id=(BODY) name=(BODY) rows="8" spellcheck="false" { "\n" (said.get(BODY).copied().unwrap_or_default()) }
            }
        }
    }

    /// The request that the form makes, or what is missing for it.
    fn request(&self, said: &BTreeMap<&str, &str>, base: &str) -> Markup {
        let missing: Vec<_> = self
            .fields()
            .filter(|field| field.0["required"] == true && !said.contains_key(field.name()))
            .map(|field| field.name())
            .collect();
        let address = self.address(said);
        html! {
            h2 { "The request" }
            @if missing.is_empty() {
                div.code { pre tabindex="0" { code { (self.curl(&format!("{base}{address}"), said)) } } }
                @if self.method == "get" { ul.links { li { a href=(address) { "Open it" } } } }
            } @else {
                div.problem role="alert" { strong { "Something is missing" } p { "Needed: " (missing.join(", ")) "." } }
            }
        }
    }

    /// The address with all that was given put in.
    fn address(&self, said: &BTreeMap<&str, &str>) -> String {
        let mut path = self.path.to_owned();
        for field in self.fields().filter(Field::is_in_path) {
            let value = said.get(field.name()).copied().unwrap_or_default();
            path = path.replace(&format!("{{{}}}", field.name()), &encode(value));
        }
        let pairs = self.fields().filter(|field| !field.is_in_path());
        let pairs = pairs.filter_map(|field| Some((field.name(), *said.get(field.name())?)));
        format!("{path}{}", query_string(pairs))
    }

    fn curl(&self, url: &str, said: &BTreeMap<&str, &str>) -> String {
        let mut words = vec!["curl".to_owned()];
        if let Some(media) = said.get(ACCEPT) {
            words.push(format!("-H {}", shell(&format!("Accept: {media}"))));
        }
        if self.method != "get" {
            words.push(format!("-X {}", self.method.to_uppercase()));
        }
        if let Some(body) = said.get(BODY) {
            let kind = said.get(KIND).copied().or_else(|| self.bodies().first().copied()).unwrap_or_default();
            words.push(format!("-H {}", shell(&format!("Content-Type: {kind}"))));
            words.push(format!("--data-binary {}", shell(body)));
        }
        words.push(shell(url));
        words.join(" \\\n  ")
    }
}

fn pick(name: &str, label: &str, help: &str, choices: &[&str], given: Option<&str>) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            select id=(name) name=(name) aria-describedby={ (name) "-help" } {
                option value="" { "whatever is first" }
                @for choice in choices { option value=(choice) selected[given == Some(*choice)] { (choice) } }
            }
            span.help id={ (name) "-help" } { (help) }
        }
    }
}
