//! The page of a view.

use std::time::Duration;

use maud::{Markup, html};

use super::form::Fields;
use super::gallery::capital;
use super::problem;
use super::table::{embedded, table};
use super::uses::Uses;
use crate::face::http::entity::label;
use crate::face::http::frame::Frame;
use crate::face::http::link::{encode, page_of, query_string};
use crate::face::http::number::grouped;
use crate::face::http::problem::Problem;
use crate::snapshot::Snapshot;
use crate::sparql::written;
use crate::view::{Answered, Arguments, Audience, ChartKind, Table, View, ViewError};

/// The files of a view: how their names end, and what people call them.
const FILES: [(&str, &str); 7] = [
    ("csv", "CSV"),
    ("csvw", "CSVW"),
    ("tsv", "TSV"),
    ("json", "JSON"),
    ("jsonl", "JSON lines"),
    ("parquet", "Parquet"),
    ("arrows", "Arrow"),
];

/// What a page of a view is made from.
pub(super) struct Page<'p> {
    pub(super) view: &'p View,
    pub(super) snapshot: &'p Snapshot,
    pub(super) base: &'p str,
    pub(super) took: Duration,
}

impl Page<'_> {
    /// The page with the answer.
    pub(super) fn answered(
        &self,
        fields: &Fields<'_>,
        table: &Table,
        arguments: &Arguments,
    ) -> Result<Markup, Problem> {
        let address = self.address();
        let query = query_string(self.given(table));
        let file = |ending: &str| format!("{address}.{ending}{query}");
        let beside = |name: &str| format!("{address}/{name}{query}");
        let why = format!("{address}/why{query}{}row=", if query.is_empty() { "?" } else { "&" });
        let rows = table.rows.len();
        Ok(self.page(&html! {
            (fields.form(&address))
            @if let Some(sentence) = &table.sentence { p.lead id="sentence" { (sentence) } }
            (self.provenance(table))
            @if rows == 0 {
                p.empty { "The data hold nothing on this." }
            } @else {
                @if table.chart.kind != ChartKind::None {
                    figure.chart data-chart {
                        figcaption { (table.title) }
                        noscript { "The chart needs JavaScript; the table below holds the same figures." }
                    }
                }
                (self::table(table, &why))
            }
            ul.links aria-label="Download" {
                li { "Download" }
                @for (ending, name) in FILES {
                    li { a href=(file(ending)) download { (name) } }
                }
            }
            ul.links { li { a href={ (address) "/explain" (query) } { "How it was answered" } } }
            ul.links aria-label="Cite" {
                li { "Cite" }
                li { a href=(beside("cite")) { "BibTeX" } }
                li { a href=(beside("cite") + if query.is_empty() { "?" } else { "&" } + "format=json") { "CSL-JSON" } }
                li { a href=(beside("crate")) { "RO-Crate" } }
                li { a href=(beside("embed")) { "Embed" } }
                @if rows > 0 { li { a href={ (why) "1" } rel="nofollow" { "Why the first row" } } }
            }
            (self.computed(Some(arguments)))
            (self.uses(table, [file("csv"), file("json"), beside("embed")]).markup())
            (embedded(table)?)
        }))
    }

    /// The page with how the view's query was answered, in place of its answer.
    pub(super) fn explained(&self, given: &[(String, String)], plan: &Markup, arguments: &Arguments) -> Markup {
        let query = query_string(given.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        self.page(&html! {
            (plan)
            @if let Some(measure) = &self.view.header().measure {
                p.note { "That is the query alone, without the measure " code { (measure.name) } " of its rows." }
            }
            ul.links { li { a href={ (self.address()) (query) } { "The view itself" } } }
            (self.computed(Some(arguments)))
        })
    }

    /// The page with what was wrong beside the field, or above all if it is no field's fault.
    pub(super) fn refused(&self, fields: &Fields<'_>, error: &ViewError) -> Markup {
        let problem = problem(error);
        self.page(&html! {
            @if !fields.tell() {
                div.problem role="alert" { strong { (problem.title) } p { (problem.detail) } }
            }
            (fields.form(&self.address()))
            (self.computed(None))
        })
    }

    fn uses<'u>(&'u self, table: &'u Table, addresses: [String; 3]) -> Uses<'u> {
        let [csv, json, embed] = addresses.map(|address| format!("{}{address}", self.base));
        Uses { view: self.view, given: self.given(table).collect(), csv, json, embed }
    }

    fn address(&self) -> String {
        format!("/views/{}", self.view.id().as_str())
    }

    fn page(&self, content: &Markup) -> Markup {
        let header = self.view.header();
        let aspect = self.view.id().aspect();
        let body = html! {
            p.crumbs { a href="/" { "Views" } " / " a href={ "/#" (aspect) } { (capital(aspect)) } }
            h1 { (header.title) }
            p.lead { (header.question) }
            p.for { @for whom in &header.for_ { span.badge { (audience(*whom)) } " " } }
            (content)
        };
        Frame::new(&header.title).snapshot(self.snapshot).page(&body)
    }

    /// The parameters that differ from their defaults, so that addresses stay short.
    fn given<'t>(&self, table: &'t Table) -> impl Iterator<Item = (&'t str, &'t str)> {
        let params = &self.view.header().params;
        table.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(move |(name, value)| {
            params.iter().any(|parameter| parameter.name == *name && parameter.default.as_deref() != Some(value))
        })
    }

    fn provenance(&self, table: &Table) -> Markup {
        let rows = table.rows.len();
        let gaps = table.columns.iter().filter_map(|column| {
            let with = *table.coverage.get(&column.name)?;
            (with < rows).then_some((&column.title, with))
        });
        let gaps: Vec<_> = gaps.collect();
        let first = |hash: &str| hash.get(..12).unwrap_or(hash).to_owned();
        html! {
            p.provenance {
                "From snapshot " (table.snapshot.number) " (" code title=(table.snapshot.hash) { (first(&table.snapshot.hash)) } "), view "
                code title=(table.view_hash) { (first(&table.view_hash)) } "; " (grouped(rows))
                @if rows == 1 { " row" } @else { " rows" }
                "; "
                // Kept or computed, the figures are the same.
                @if table.answer == Answered::Kept { "kept from an earlier question, " }
                "answered in " (self.took.as_millis().max(1)) " ms."
                @if rows > 0 && !gaps.is_empty() {
                    " With a value: "
                    @for (at, (title, with)) in gaps.iter().enumerate() { @if at > 0 { ", " } (title) " in " (grouped(*with)) }
                    " of " (grouped(rows)) " rows."
                }
            }
        }
    }

    /// Query, columns, and how the view deals with what is missing.
    fn computed(&self, arguments: Option<&Arguments>) -> Markup {
        let header = self.view.header();
        let query: Vec<_> = self.view.text().lines().filter(|line| !line.starts_with("#+")).collect();
        let bound = arguments.and_then(|arguments| self.view.bound(self.snapshot, arguments).ok());
        html! {
            h2 { "How it is computed" }
            details {
                summary { "What is counted, and what is left out" }
                dl.term {
                    dt { "Missing values" } dd { (header.missing) }
                    dt { "Direction" } dd { (header.direction) }
                    dt { "Denominator" } dd { (header.denominator) }
                    @if let Some(measure) = &header.measure { dt { "Measure" } dd { (measure.name) } }
                    @if !header.source.is_empty() { dt { "Source" } dd { (self.sources()) } }
                }
            }
            details {
                summary { "Definitions of the columns" }
                dl.term { @for column in &header.columns { dt { (column.title) } dd { (column.definition) } } }
            }
            details {
                summary { "SPARQL of this view" }
                div.code { pre tabindex="0" { code { (query.join("\n").trim()) } } }
                @if let Some(arguments) = arguments && arguments.iter().next().is_some() {
                    p.note {
                        "Parameters are put into the query as terms: "
                        @for (at, (name, value)) in arguments.iter().enumerate() { @if at > 0 { ", " } code { "?" (name) } " is " code { (value) } }
                        "."
                    }
                }
                ul.links {
                    li { a href={ "/sparql#query=" (encode(query.join("\n").trim())) } { "Open it in the editor" } }
                    @if let Some(bound) = bound { li { a href={ "/sparql#query=" (encode(&written(&bound))) } { "Open it with these parameters put in" } } }
                }
            }
        }
    }

    fn sources(&self) -> Markup {
        let works = self.view.header().works();
        html! {
            @for (at, work) in works.iter().enumerate() {
                @if at > 0 { "; " }
                a href=(page_of(work.as_str())) { (label(self.snapshot, work)) }
            }
        }
    }
}

/// Whom a view is for, in a word.
pub(in crate::face::http) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Researcher => "researcher",
        Audience::Manager => "manager",
        Audience::Policy => "policy",
    }
}
