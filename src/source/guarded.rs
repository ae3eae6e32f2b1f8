//! A document on its way to a parser, cut off where it is made to take memory or stack without end.
//!
//! Parsers call themselves for what is nested (JSON-LD, triple terms), take time by the square of it (RDF/XML), and put entities in place of
//! their names, so that some bytes can stand for gigabytes. What people write stays far below these limits.

mod json;
mod turtle;
mod xml;

use std::io::{self, Read};

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Turtle and its relatives, lines of N-Triples among them.
    Turtle,
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// The bytes of a document, as long as they are harmless; then an error that says what is not.
pub(crate) struct Guarded<R> {
    bytes: R,
    watch: Watch,
}

enum Watch {
    Turtle(turtle::Turtle),
    Json(json::Json),
    Xml(Box<xml::Xml>),
}

impl<R: Read> Guarded<R> {
    pub(crate) fn new(syntax: Syntax, bytes: R) -> Self {
        let watch = match syntax {
            Syntax::Turtle => Watch::Turtle(turtle::Turtle::default()),
            Syntax::Json => Watch::Json(json::Json::default()),
            Syntax::Xml => Watch::Xml(Box::default()),
        };
        Self { bytes, watch }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(to)?;
        let seen = match &mut self.watch {
            Watch::Turtle(turtle) => to[..read].iter().try_for_each(|byte| turtle.see(*byte)),
            Watch::Json(json) => to[..read].iter().try_for_each(|byte| json.see(*byte)),
            Watch::Xml(xml) => to[..read].iter().try_for_each(|byte| xml.see(*byte)),
        };
        seen.map_err(|reason| io::Error::new(io::ErrorKind::InvalidData, reason))?;
        Ok(read)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What is wrong with a document, a byte at a time as in one piece.
    pub(crate) fn refused(syntax: Syntax, text: &str) -> Option<String> {
        let whole = Guarded::new(syntax, text.as_bytes()).read_to_end(&mut Vec::new()).err();
        let mut bytes = Guarded::new(syntax, text.as_bytes());
        let mut one = [0];
        let single = loop {
            match bytes.read(&mut one) {
                Ok(0) => break None,
                Ok(_) => {}
                Err(error) => break Some(error),
            }
        };
        assert_eq!(whole.as_ref().map(ToString::to_string), single.as_ref().map(ToString::to_string));
        whole.map(|error| error.to_string())
    }
}
