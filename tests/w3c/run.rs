//! One case on one engine.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use milieu::model::{GraphName, Literal, NamedNode, Quad, Variable};
use milieu::sparql::Query;
use milieu::sparql::results::QueryResultsFormat;

use crate::answer::{Answer, Order, Row, row_of};
use crate::computed::computed;
use crate::engine::{Engine, dataset_of};
use crate::manifest::{Cardinality, Case, Data, Kind};
use crate::matching::{same_bag, same_sequence};
use crate::value::{Lexical, cell, same_value};
use crate::{place, result_set};

/// Runs `case` on `engine`; an error says what was wrong.
pub(crate) fn run(case: &Case, engine: &dyn Engine) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| checked(case, engine))).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

fn checked(case: &Case, engine: &dyn Engine) -> Result<(), String> {
    let (text, base) = (place::text(&case.request)?, case.request.as_str());
    match case.kind {
        Kind::PositiveSyntax => engine.parses_query(&text, base),
        Kind::PositiveUpdateSyntax => engine.parses_update(&text, base),
        Kind::NegativeSyntax => refused(&engine.parses_query(&text, base)),
        Kind::NegativeUpdateSyntax => refused(&engine.parses_update(&text, base)),
        Kind::QueryEvaluation | Kind::CsvResults => query(case, engine, &text),
        Kind::UpdateEvaluation => update(case, engine, &text),
    }
}

fn refused(parsed: &Result<(), String>) -> Result<(), String> {
    if parsed.is_ok() { Err("it was parsed and should not be".to_owned()) } else { Ok(()) }
}

fn all(data: &[Data]) -> Result<Vec<Quad>, String> {
    let mut quads = Vec::new();
    for (file, graph) in data {
        quads.extend(place::quads(file, graph)?);
    }
    Ok(quads)
}

/// The query of a case, read by milieu; what does not parse has none, and fails by itself.
fn parsed(case: &Case, text: &str) -> Option<Query> {
    milieu::sparql::parse(text, Some(&case.request)).ok()
}

/// The files of a case, and where it has none those that the query's `FROM` and `FROM NAMED` say, each as a graph of its name.
fn data(case: &Case, text: &str) -> Result<Vec<Quad>, String> {
    if !case.data.is_empty() {
        return all(&case.data);
    }
    let query = parsed(case, text);
    let said = query.as_ref().and_then(dataset_of).map(|dataset| {
        let named = dataset.named.iter().flatten();
        dataset.default.iter().chain(named).cloned().collect::<HashSet<NamedNode>>()
    });
    let files = said.into_iter().flatten().map(|graph| (graph.as_str().to_owned(), GraphName::from(graph)));
    all(&files.collect::<Vec<_>>())
}

fn query(case: &Case, engine: &dyn Engine, text: &str) -> Result<(), String> {
    let data = data(case, text)?;
    let alike = Alike { stored: Lexical::of(&data), computed: parsed(case, text).as_ref().map(computed) };
    let actual = engine.query(data, text, &case.request)?;
    let file = case.answer.as_deref().ok_or("it has no result")?;
    let format = QueryResultsFormat::from_extension(file.rsplit_once('.').map_or("", |(_, ending)| ending));
    let (expected, actual) = match format {
        None => (result_set::answer(place::quads(file, &GraphName::DefaultGraph)?)?, actual),
        Some(QueryResultsFormat::Csv) => {
            return same_csv(&place::text(file)?, &actual.write(QueryResultsFormat::Csv)?);
        }
        // Through the format and back, so that what is written is under test too.
        Some(format) => {
            let expected = Answer::parse(format, place::text(file)?.as_bytes())?;
            let written = actual.write(format)?;
            (expected, Answer::parse(format, &written).map_err(|error| format!("what was written: {error}"))?)
        }
    };
    if same(&expected, &actual, case.cardinality, &alike) {
        Ok(())
    } else {
        Err(format!("expected {}\ngot {}", shown(&expected), shown(&actual)))
    }
}

fn update(case: &Case, engine: &dyn Engine, text: &str) -> Result<(), String> {
    let data = all(&case.data)?;
    let alike = Alike { stored: Lexical::of(&data), computed: None };
    let actual: Vec<_> = engine.update(data, text, &case.request)?.into_iter().map(row_of).collect();
    let expected: Vec<_> = all(&case.after)?.into_iter().map(row_of).collect();
    let (expected, actual) = (Answer::Graph(expected), Answer::Graph(actual));
    if same(&expected, &actual, Cardinality::Strict, &alike) {
        Ok(())
    } else {
        Err(format!("expected {}\ngot {}", shown(&expected), shown(&actual)))
    }
}

/// What may differ in the literals of a case.
struct Alike {
    stored: Lexical,
    computed: Option<HashSet<Variable>>,
}

fn same(expected: &Answer, actual: &Answer, cardinality: Cardinality, may: &Alike) -> bool {
    let stored = |_: usize, one: &Literal, other: &Literal| may.stored.alike(one, other);
    match (expected, actual) {
        (Answer::Boolean(expected), Answer::Boolean(actual)) => expected == actual,
        (Answer::Graph(expected), Answer::Graph(actual)) => same_bag(&distinct(expected), &distinct(actual), &stored),
        (Answer::Rows { variables, rows, order }, Answer::Rows { variables: columns, rows: found, .. }) => {
            let Some(places): Option<Vec<_>> =
                variables.iter().map(|name| columns.iter().position(|column| column == name)).collect()
            else {
                return false;
            };
            let found = ordered(found, &places);
            let is_computed =
                |column: usize| may.computed.as_ref().is_some_and(|computed| computed.contains(&variables[column]));
            let alike = |column: usize, one: &Literal, other: &Literal| {
                if is_computed(column) { same_value(one, other) } else { stored(column, one, other) }
            };
            variables.len() == columns.len()
                && match order {
                    Order::Kept => same_sequence(rows, &found, &alike),
                    Order::Free if cardinality == Cardinality::Lax => {
                        let (once, found_once) = (distinct(rows), distinct(&found));
                        same_bag(&once, &found_once, &alike) && found.len() <= rows.len()
                    }
                    Order::Free => same_bag(rows, &found, &alike),
                }
        }
        _ => false,
    }
}

/// The columns of `rows` as `places` says.
fn ordered(rows: &[Row], places: &[usize]) -> Vec<Row> {
    rows.iter().map(|row| places.iter().map(|&place| row[place].clone()).collect()).collect()
}

fn distinct(rows: &[Row]) -> Vec<Row> {
    let mut seen = HashSet::new();
    rows.iter().filter(|row| seen.insert(*row)).cloned().collect()
}

/// CSV says only text: there it is compared. The suite's queries all end in ORDER BY, so rows come as they stand; all are `SELECT *`,
/// so that the order of columns is free.
fn same_csv(expected: &str, actual: &[u8]) -> Result<(), String> {
    let (expected_names, expected_rows) = table(expected.as_bytes())?;
    let (names, rows) = table(actual)?;
    let places: Option<Vec<_>> =
        expected_names.iter().map(|name| names.iter().position(|known| known == name)).collect();
    let same = names.len() == expected_names.len()
        && places.is_some_and(|places| same_sequence(&expected_rows, &ordered(&rows, &places), &|_, _, _| false));
    if same { Ok(()) } else { Err(format!("expected {expected}\ngot {}", String::from_utf8_lossy(actual))) }
}

fn table(text: &[u8]) -> Result<(Vec<String>, Vec<Row>), String> {
    let mut reader = csv::Reader::from_reader(text);
    let names = reader.headers().map_err(|error| error.to_string())?.iter().map(str::to_owned).collect();
    let row = |record: Result<csv::StringRecord, csv::Error>| -> Result<Row, String> {
        Ok(record.map_err(|error| error.to_string())?.iter().map(|text| Some(cell(text))).collect())
    };
    Ok((names, reader.records().map(row).collect::<Result<_, _>>()?))
}

fn shown(answer: &Answer) -> String {
    let rows = |rows: &[Row]| {
        let cell = |cell: &Option<_>| cell.as_ref().map_or("-".to_owned(), milieu::model::Term::to_string);
        let mut lines: Vec<_> = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" ")).collect();
        lines.truncate(40);
        lines.join("\n  ")
    };
    match answer {
        Answer::Boolean(answer) => answer.to_string(),
        Answer::Graph(quads) => format!("{} quads\n  {}", quads.len(), rows(quads)),
        Answer::Rows { variables, rows: found, order } => {
            let names: Vec<_> = variables.iter().map(ToString::to_string).collect();
            format!("{} rows of {} ({order:?})\n  {}", found.len(), names.join(" "), rows(found))
        }
    }
}
