//! Results of a query of Wikidata, by the names of its variables.
//!
//! Asked for as SPARQL results (JSON, XML, CSV, TSV), or saved from the page of the query service as JSON. `item` is the organisation;
//! read are also `itemLabel`, `itemAltLabel` (several, between commas), `alias`, `acronym`, `country` (an item or a code of two letters),
//! `city` or `cityLabel`, `region` or `regionLabel`, `website`, `coordinate`, `inception`, `kind` or `kindLabel`, `ror`, `isni`, `lei`
//! and `grid`. Rows of one item are one record.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::BufReader;

use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use rustc_hash::FxHashMap;

use super::super::intake::{Intake, TargetError};
use super::super::reader::{Glimpse, Reader};
use super::super::{json, rdf};
use super::{COUNTRIES, IRI_PREFIX, LICENCE, year};
use crate::link::country::code;
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, host};
use crate::source::{Guarded, LineByLine, Refused, Source, Syntax};

pub(in super::super) const READER: Reader = Reader {
    name: "wikidata-results",
    title: "Wikidata, results of a query",
    iri_prefix: IRI_PREFIX,
    licence: Some(LICENCE),
    knows,
    read,
};

fn knows(glimpse: &Glimpse<'_>) -> bool {
    let first = glimpse.text.lines().next().unwrap_or_default();
    let column = || first.trim_end().split([',', '\t']).any(|name| matches!(name, "item" | "?item"));
    let key = || glimpse.text.split("\"item\"").skip(1).any(|rest| rest.trim_start().starts_with(':'));
    glimpse.text.contains(IRI_PREFIX) && (column() || key() || glimpse.text.contains("name=\"item\""))
}

/// A row: variables and what they are bound to.
type Row<'a> = BTreeMap<Cow<'a, str>, Cow<'a, str>>;

/// Records by item, in the order in which they came.
#[derive(Default)]
struct Items {
    records: Vec<Record>,
    of: FxHashMap<String, usize>,
}

impl Items {
    /// Takes a row in, or says what is wrong with it.
    fn row(&mut self, row: &Row<'_>, line: u64, intake: &mut Intake<'_>) -> Result<(), TargetError> {
        let item = row.get("item").map(AsRef::as_ref).unwrap_or_default();
        let id = match Kind::Wikidata.parse(item) {
            Ok(id) => id.as_str().to_owned(),
            Err(fault) => {
                return intake.refuse(
                    Refused::new(intake.file(), line, format!("a row of no item: {fault}")).column("item").value(item),
                );
            }
        };
        let number = *self.of.entry(id.clone()).or_insert_with(|| {
            self.records.push(Record { id, ..Record::default() });
            self.records.len() - 1
        });
        add(&mut self.records[number], row, line, intake);
        intake.pass()
    }
}

fn add(record: &mut Record, row: &Row<'_>, line: u64, intake: &Intake<'_>) {
    let of = |name: &str| row.get(name).map(AsRef::as_ref).filter(|value: &&str| !value.is_empty());
    let label_or_text = |label: &str, name: &str| {
        of(label).or_else(|| of(name)).filter(|value| !value.starts_with(IRI_PREFIX)).map(str::to_owned)
    };
    // Where there is no label, the service gives the item's own number.
    if let Some(name) = of("itemLabel").filter(|label| *label != record.id) {
        record.add_name(name, NameKind::Label);
    }
    for name in of("itemAltLabel").into_iter().flat_map(|names| names.split(", ")).chain(of("alias")) {
        record.add_name(name, NameKind::Alias);
    }
    if let Some(name) = of("acronym") {
        record.add_name(name, NameKind::Acronym);
    }
    let country = of("country").and_then(|country| {
        country.strip_prefix(IRI_PREFIX).map_or_else(|| code(country), |item| COUNTRIES.get(item).copied())
    });
    record.country = record.country.or(country);
    record.city = record.city.take().or_else(|| label_or_text("cityLabel", "city"));
    record.region = record.region.take().or_else(|| label_or_text("regionLabel", "region"));
    record.domain = record.domain.take().or_else(|| of("website").and_then(host));
    record.established = record.established.or_else(|| of("inception").and_then(year));
    record.coordinates = record.coordinates.or_else(|| of("coordinate").and_then(point));
    if let Some(kind) = label_or_text("kindLabel", "kind").filter(|kind| !record.kinds.contains(kind)) {
        record.kinds.push(kind);
    }
    for (column, kind) in [("ror", Kind::Ror), ("isni", Kind::Isni), ("lei", Kind::Lei), ("grid", Kind::Grid)] {
        if let Some(text) = of(column) {
            intake.identify(record, kind, text, (line, column));
        }
    }
}

/// `Point(LONGITUDE LATITUDE)` as latitude and longitude.
fn point(text: &str) -> Option<[f64; 2]> {
    let (longitude, latitude) = text.strip_prefix("Point(")?.strip_suffix(')')?.split_once(' ')?;
    Some([latitude.parse().ok()?, longitude.parse().ok()?])
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let (beginning, source) = source.beginning(1 << 10)?;
    let beginning = String::from_utf8_lossy(&beginning);
    let beginning = beginning.trim_start_matches('\u{feff}').trim_start();
    let mut items = Items::default();
    match beginning.chars().next() {
        Some('[') => saved(source, &mut items, intake)?,
        Some('{') => results(source, QueryResultsFormat::Json, &mut items, intake)?,
        Some('<') => results(source, QueryResultsFormat::Xml, &mut items, intake)?,
        Some('?') => results(source, QueryResultsFormat::Tsv, &mut items, intake)?,
        _ => table(source, &mut items, intake)?,
    }
    items.records.into_iter().try_for_each(|record| intake.take(record))
}

/// What the page of the query service saves: an array of rows.
fn saved(source: Source, items: &mut Items, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    json::each(source, intake, |intake, text, line| match serde_json::from_str::<Row<'_>>(text) {
        Ok(row) => items.row(&row, line, intake),
        Err(error) => intake.refuse(json::refuse(intake.file(), line, text, &error)),
    })
}

fn table(source: Source, items: &mut Items, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let file = intake.file().to_owned();
    let unreadable = |line: u64, error: csv::Error| Refused::new(&file, line, format!("cannot be read on: {error}"));
    let mut reader = csv::Reader::from_reader(source);
    let header = reader.headers().map_err(|error| unreadable(1, error))?.clone();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        if !reader.read_record(&mut record).map_err(|error| unreadable(line, error))? {
            return Ok(());
        }
        let row: Row<'_> = header.iter().map(Cow::from).zip(record.iter().map(Cow::from)).collect();
        items.row(&row, line, intake)?;
    }
}

fn results(
    source: Source,
    format: QueryResultsFormat,
    items: &mut Items,
    intake: &mut Intake<'_>,
) -> Result<(), TargetError> {
    let file = intake.file().to_owned();
    let lines = source.lines().map_err(|error| Refused::new(&file, 0, format!("cannot be read: {error}")))?;
    let lines = LineByLine::new(lines);
    let reached = lines.reached();
    let unreadable =
        |error: &dyn std::fmt::Display| Refused::new(&file, reached.get(), format!("cannot be read on: {error}"));
    let syntax = match format {
        QueryResultsFormat::Json => Syntax::Json,
        QueryResultsFormat::Xml => Syntax::Xml,
        _ => Syntax::Turtle,
    };
    let bytes = BufReader::new(Guarded::new(syntax, lines));
    let parsed = QueryResultsParser::from_format(format).for_reader(bytes).map_err(|error| unreadable(&error))?;
    let ReaderQueryResultsParserOutput::Solutions(solutions) = parsed else {
        return Err(unreadable(&"an answer of yes or no has no rows").into());
    };
    for solution in solutions {
        let solution = solution.map_err(|error| unreadable(&error))?;
        let row = solution.iter().map(|(variable, term)| (variable.as_str().to_owned().into(), rdf::text(term).into()));
        items.row(&row.collect(), reached.get(), intake)?;
    }
    Ok(())
}
