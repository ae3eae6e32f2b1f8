//! The statements of one file, and what becomes of the broken ones.

use super::skolem::Skolem;
use crate::ingest::LoadError;
use crate::ingest::guarded;
use crate::ingest::session::Session;
use crate::io::{RdfFormat, RdfParseError, RdfParser, RdfSyntaxError};
use crate::model::{NamedNode, Quad};
use crate::source::{LineByLine, Refused, Source};
use crate::store::bulk::{self, Broken, Reading};
use std::io;

/// Where the statements of one file go.
pub(super) struct Quads<'s, 'l> {
    pub(super) session: &'s mut Session<'l>,
    pub(super) skolem: Skolem,
    pub(super) file: &'s str,
}

impl Quads<'_, '_> {
    /// Reads `source`; what names no graph goes to `graph`.
    pub(super) fn read(mut self, parser: RdfParser, graph: &NamedNode, source: Source) -> Result<(), LoadError> {
        let format = parser.format();
        if let RdfFormat::NTriples | RdfFormat::NQuads = format {
            return self.lines(Reading { format, graph: graph.clone() }, source);
        }
        let parser = parser.with_default_graph(graph.clone());
        match format {
            RdfFormat::RdfXml => self.xml(parser, source),
            _ => self.document(parser.for_reader(guarded(format, source)), || 0),
        }
    }

    fn take(&mut self, quad: Quad) -> Result<(), LoadError> {
        self.session.row(Ok(()))?;
        self.session.say_elsewhere(&self.skolem.quad(quad));
        Ok(())
    }

    /// A document that is right as a whole or not at all; `line` tells the line reached, for errors that do not.
    fn document(
        &mut self,
        quads: impl Iterator<Item = Result<Quad, RdfParseError>>,
        line: impl Fn() -> u64,
    ) -> Result<(), LoadError> {
        for quad in quads {
            match quad {
                Ok(quad) => self.take(quad)?,
                Err(RdfParseError::Syntax(error)) => {
                    let mut refused = refused(self.file, &error, 0);
                    if refused.line == 0 {
                        refused.line = line();
                    }
                    return Err(refused.into());
                }
                Err(RdfParseError::Io(error)) => return Err(broken_off(self.file, &error).into()),
            }
        }
        Ok(())
    }

    /// Most errors of the XML parser bear no place, so it is fed line by line and the lines are counted.
    fn xml(&mut self, parser: RdfParser, source: Source) -> Result<(), LoadError> {
        let lines = LineByLine::new(source);
        let reached = lines.reached();
        self.document(parser.for_reader(guarded(RdfFormat::RdfXml, lines)), || reached.get())
    }

    /// Lines by the chunk; of those that are broken, each is refused alone.
    fn lines(mut self, reading: Reading, source: Source) -> Result<(), LoadError> {
        let mut before = 0;
        for chunk in bulk::chunks(source, reading) {
            let chunk = chunk.map_err(|error| broken_off(self.file, &error))?;
            let lines = chunk.lines();
            let refused = |broken: Broken| refused(self.file, &broken.error, before + broken.line).value(&broken.text);
            self.session.chunk(chunk, |term| self.skolem.term(term), refused)?;
            before += lines;
        }
        Ok(())
    }
}

fn broken_off(file: &str, error: &io::Error) -> Refused {
    Refused::new(file, 0, format!("cannot be read to the end: {error}"))
}

/// The refusal that an error means, in text that begins after so many lines of the file.
fn refused(file: &str, error: &RdfSyntaxError, before: u64) -> Refused {
    match error.location() {
        None => Refused::new(file, 0, error.to_string()),
        Some(at) => {
            let text = error.to_string();
            // The parser's text begins with the place, which the refusal names already.
            let reason = text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason);
            Refused::new(file, before + at.start.line + 1, reason).column((at.start.column + 1).to_string())
        }
    }
}
