//! The statements of one file, and what becomes of the broken ones.

use super::skolem::Skolem;
use crate::ingest::LoadError;
use crate::ingest::session::Session;
use crate::io::{RdfFormat, RdfParseError, RdfParser, RdfSyntaxError};
use crate::model::Quad;
use crate::source::{LineByLine, Refused, Source};
use std::io::{self, BufRead, BufReader, Read};

/// Where the statements of one file go.
pub(super) struct Quads<'s, 'l> {
    pub(super) session: &'s mut Session<'l>,
    pub(super) skolem: Skolem,
    pub(super) file: &'s str,
}

impl Quads<'_, '_> {
    pub(super) fn read(mut self, parser: RdfParser, source: Source) -> Result<(), LoadError> {
        match parser.format() {
            RdfFormat::NTriples | RdfFormat::NQuads => self.lines(&parser, source),
            RdfFormat::RdfXml => self.xml(parser, source),
            _ => self.document(parser.for_reader(source), || 0),
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
        self.document(parser.for_reader(lines), || reached.get())
    }

    /// Blocks of whole lines; one in which something is broken is read again line by line, so that only broken lines are refused.
    fn lines(&mut self, parser: &RdfParser, source: Source) -> Result<(), LoadError> {
        const BLOCK: usize = 1 << 16;
        let mut input = BufReader::with_capacity(BLOCK, source);
        let mut block = Vec::with_capacity(2 * BLOCK);
        let mut before = 0;
        loop {
            block.clear();
            let read = input.by_ref().take(BLOCK as u64).read_to_end(&mut block);
            let rest =
                read.and_then(|_| if block.ends_with(b"\n") { Ok(0) } else { input.read_until(b'\n', &mut block) });
            rest.map_err(|error| broken_off(self.file, &error))?;
            if block.is_empty() {
                return Ok(());
            }
            let quads: Result<Vec<Quad>, RdfSyntaxError> = parser.clone().for_slice(&block).collect();
            match quads {
                Ok(quads) => quads.into_iter().try_for_each(|quad| self.take(quad))?,
                Err(_) => self.each_line(parser, &block, before)?,
            }
            before += block.split_inclusive(|byte| *byte == b'\n').count() as u64;
        }
    }

    fn each_line(&mut self, parser: &RdfParser, block: &[u8], before: u64) -> Result<(), LoadError> {
        for (line, number) in block.split_inclusive(|byte| *byte == b'\n').zip(before..) {
            // One bad line can give several errors; the first says it.
            let quads: Result<Vec<Quad>, RdfSyntaxError> = parser.clone().for_slice(line).collect();
            match quads {
                Ok(quads) => quads.into_iter().try_for_each(|quad| self.take(quad))?,
                Err(error) => {
                    let refused = refused(self.file, &error, number).value(String::from_utf8_lossy(line).trim_end());
                    self.session.row::<()>(Err(refused))?;
                }
            }
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
