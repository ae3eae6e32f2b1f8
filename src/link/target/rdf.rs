//! Statements of RDF one at a time, whatever they are written in.

use std::io::BufReader;

use super::intake::{Intake, TargetError};
use crate::io::{JsonLdProfileSet, RdfFormat, RdfParseError, RdfParser};
use crate::model::{NamedNode, NamedOrBlankNode, Term};
use crate::source::{Guarded, LineByLine, Refused, Source, Syntax};

/// A statement, with the line that was reached when it was read.
pub(super) struct Statement {
    pub(super) subject: String,
    pub(super) predicate: NamedNode,
    pub(super) object: Term,
    pub(super) line: u64,
}

/// Hands each statement to `take`. A statement of Turtle or its relatives that is none is refused; what is wrong elsewhere ends the reading.
pub(super) fn each(
    source: Source,
    intake: &mut Intake<'_>,
    mut take: impl FnMut(&mut Intake<'_>, Statement) -> Result<(), TargetError>,
) -> Result<(), TargetError> {
    let (beginning, source) = source.beginning(1 << 12)?;
    let (format, syntax) = format(&String::from_utf8_lossy(&beginning));
    let unreadable = |intake: &Intake<'_>, line: u64, error: &dyn std::fmt::Display| {
        TargetError::from(Refused::new(intake.file(), line, format!("cannot be read on: {error}")))
    };
    let lines = LineByLine::new(source.lines().map_err(|error| unreadable(intake, 0, &error))?);
    let reached = lines.reached();
    let bytes = BufReader::with_capacity(1 << 16, Guarded::new(syntax, lines));
    // Identifiers may be relative; what they are relative to is not known.
    let parser = RdfParser::from_format(format).without_named_graphs();
    for quad in parser.for_reader(bytes) {
        match quad {
            Ok(quad) => {
                let subject = match quad.subject {
                    NamedOrBlankNode::NamedNode(node) => node.into_string(),
                    NamedOrBlankNode::BlankNode(node) => node.to_string(),
                };
                let (predicate, object) = (quad.predicate, quad.object);
                take(intake, Statement { subject, predicate, object, line: reached.get() })?;
            }
            Err(RdfParseError::Syntax(error)) if syntax == Syntax::Turtle => {
                let line = error.location().map_or(reached.get(), |place| place.start.line + 1);
                intake.refuse(Refused::new(
                    intake.file(),
                    line,
                    format!("a statement cannot be understood: {error}"),
                ))?;
            }
            Err(error) => return Err(unreadable(intake, reached.get(), &error)),
        }
    }
    Ok(())
}

/// What a text is written in, by its beginning; lines of N-Triples are Turtle, too.
fn format(beginning: &str) -> (RdfFormat, Syntax) {
    let beginning = beginning.trim_start_matches('\u{feff}').trim_start();
    match beginning.chars().next() {
        Some('<') if ["<?xml", "<!", "<rdf:"].iter().any(|start| beginning.starts_with(start)) => {
            (RdfFormat::RdfXml, Syntax::Xml)
        }
        Some('{') => (RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, Syntax::Json),
        Some('[') if beginning[1..].trim_start().starts_with('{') => {
            (RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, Syntax::Json)
        }
        _ => (RdfFormat::Turtle, Syntax::Turtle),
    }
}

/// What a term says: the address of a thing or the text of a literal.
pub(super) fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}
