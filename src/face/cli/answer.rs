//! The answer of a SPARQL query, written in the format that was asked for.

use std::io::Write;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::exit::Usage;
use super::format::{Format, ROWS, TRIPLES, TRUTH};
use super::grid::Grid;
use super::talk::count;
use crate::face::results::{self, Drawing, Failed, Of, Sheet, Unfit};
use crate::io::{RdfFormat, RdfSerializer};
use crate::model::vocab::xsd;
use crate::model::{Literal, Term, Variable};
use crate::snapshot::Snapshot;
use crate::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter, SparqlError};
use crate::vocab;

/// Writes `results` and says how many there were. Without a format, rows come as a table and triples as Turtle.
pub(super) fn write(
    results: QueryResults<'static>,
    of: &Of<'_>,
    format: Option<Format>,
    out: &mut impl Write,
) -> Result<String> {
    match results {
        QueryResults::Boolean(answer) => boolean(answer, format.unwrap_or(Format::Table), out),
        QueryResults::Solutions(rows) => solutions(rows, of, format.unwrap_or(Format::Table), out),
        QueryResults::Graph(triples) => graph(triples, format.unwrap_or(Format::Ttl), out),
    }
}

fn boolean(answer: bool, format: Format, out: &mut impl Write) -> Result<String> {
    match (format, format.results()) {
        (Format::Table, _) => writeln!(out, "{}", if answer { "yes" } else { "no" })?,
        (Format::Jsonl, _) => writeln!(out, "{}", json!({ "boolean": answer }))?,
        (_, Some(known)) => {
            results::truth(answer, known, out)?;
            writeln!(out)?;
        }
        (other, None) => return Err(other.unfit("a yes or no", TRUTH).into()),
    }
    Ok("1 answer".to_owned())
}

fn solutions(rows: QuerySolutionIter<'static>, of: &Of<'_>, format: Format, out: &mut impl Write) -> Result<String> {
    if let Some(file) = format.columns() {
        return Ok(count(results::columns(rows, of, file, out).map_err(error)?, "row"));
    }
    if let Some(drawing) = format.drawing() {
        let sheet = Sheet::of_rows(rows)?;
        drawn(&sheet, drawing, of.snapshot, out)?;
        return Ok(count(sheet.len(), "row"));
    }
    let variables = rows.variables().to_vec();
    let mut number = 0;
    match (format, format.results()) {
        (Format::Table, _) => {
            let mut grid = Grid::new(variables.iter().map(Variable::as_str));
            for row in rows {
                let row = row.map_err(SparqlError::from)?;
                grid.row(variables.iter().map(|variable| row.get(variable).map_or_else(Default::default, readable)));
            }
            number = grid.len();
            grid.write(out)?;
        }
        (Format::Jsonl, _) => {
            for row in rows {
                let row = row.map_err(SparqlError::from)?;
                let object: Map<String, Value> =
                    row.iter().map(|(variable, term)| (variable.as_str().to_owned(), json(term))).collect();
                writeln!(out, "{}", Value::Object(object))?;
                number += 1;
            }
        }
        (_, Some(known)) => {
            number = results::rows(rows, known, out).map_err(error)?;
            if matches!(format, Format::Json | Format::Xml) {
                writeln!(out)?;
            }
        }
        (other, None) => return Err(other.unfit("the rows of a SELECT", ROWS).into()),
    }
    Ok(count(number, "row"))
}

/// Writes rows as a map or a network.
pub(super) fn drawn(sheet: &Sheet, drawing: Drawing, snapshot: &Snapshot, out: &mut impl Write) -> Result<()> {
    drawing.write(sheet, snapshot, out).map_err(|failed| match failed {
        Failed::Answer(Unfit(why)) => Usage(why).into(),
        Failed::Write(error) => error.into(),
    })
}

fn graph(triples: QueryTripleIter<'static>, format: Format, out: &mut impl Write) -> Result<String> {
    let Some(known) = format.rdf() else {
        return Err(format.unfit("the triples of a CONSTRUCT or DESCRIBE", TRIPLES).into());
    };
    let triples = triples.map(|triple| triple.map_err(SparqlError::from));
    Ok(count(results::triples(triples, serializer(known)?, out).map_err(error)?, "triple"))
}

fn error(failed: Failed<SparqlError>) -> anyhow::Error {
    match failed {
        Failed::Answer(error) => error.into(),
        Failed::Write(error) => error.into(),
    }
}

/// A serializer that knows the project's prefixes, where the format has any.
pub(super) fn serializer(format: RdfFormat) -> Result<RdfSerializer> {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in vocab::PREFIXES {
        serializer = serializer.with_prefix(*prefix, *namespace).context("the project's prefixes")?;
    }
    Ok(serializer)
}

/// A term as people read it, and whether it is a number.
pub(super) fn readable(term: &Term) -> (String, bool) {
    match term {
        Term::NamedNode(node) => (vocab::shorten(node.as_ref()).unwrap_or_else(|| node.as_str().to_owned()), false),
        Term::Literal(literal) => (literal.value().to_owned(), is_number(literal)),
        other => (other.to_string(), false),
    }
}

fn is_number(literal: &Literal) -> bool {
    let datatype = literal.datatype();
    [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT, xsd::INT, xsd::LONG].contains(&datatype)
}

/// A term as SPARQL results in JSON write it.
fn json(term: &Term) -> Value {
    match term {
        Term::NamedNode(node) => json!({ "type": "uri", "value": node.as_str() }),
        Term::BlankNode(node) => json!({ "type": "bnode", "value": node.as_str() }),
        Term::Literal(literal) => {
            let mut object = json!({ "type": "literal", "value": literal.value() });
            if let Some(language) = literal.language() {
                object["xml:lang"] = language.into();
            } else if literal.datatype() != xsd::STRING {
                object["datatype"] = literal.datatype().as_str().into();
            }
            object
        }
        other @ Term::Triple(_) => json!({ "type": "triple", "value": other.to_string() }),
    }
}
