//! Statements as lines.

use std::fmt::Display;
use std::io::{self, Write};

use milieu::model::NamedNodeRef;

/// N-Triples, or N-Quads with a graph for each kind of thing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Syntax {
    /// Lines of three terms.
    NTriples,
    /// Lines of four terms.
    NQuads,
}

/// Writes statements and counts them. What is written needs no escapes but the two of [`escaped`](Self::escaped).
pub(crate) struct Statements<W> {
    out: W,
    syntax: Syntax,
    graph: &'static str,
    pub(crate) written: u64,
}

impl<W: Write> Statements<W> {
    pub(crate) fn new(out: W, syntax: Syntax) -> Self {
        Self { out, syntax, graph: "", written: 0 }
    }

    /// What follows belongs to the graph with this name.
    pub(crate) fn within(&mut self, graph: &'static str) {
        self.graph = graph;
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    pub(crate) fn link(&mut self, subject: &str, predicate: NamedNodeRef<'_>, object: &str) -> io::Result<()> {
        write!(self.out, "<{subject}> {predicate} <{object}>")?;
        self.end()
    }

    pub(crate) fn text(&mut self, subject: &str, predicate: NamedNodeRef<'_>, value: impl Display) -> io::Result<()> {
        write!(self.out, "<{subject}> {predicate} \"{value}\"")?;
        self.end()
    }

    pub(crate) fn in_language(
        &mut self,
        subject: &str,
        predicate: NamedNodeRef<'_>,
        value: impl Display,
        language: &str,
    ) -> io::Result<()> {
        write!(self.out, "<{subject}> {predicate} \"{value}\"@{language}")?;
        self.end()
    }

    /// A text with quotation marks and line ends in it.
    pub(crate) fn escaped(&mut self, subject: &str, predicate: NamedNodeRef<'_>, value: &str) -> io::Result<()> {
        let value = value.replace('"', "\\\"").replace('\n', "\\n");
        self.in_language(subject, predicate, value, "en")
    }

    pub(crate) fn typed(
        &mut self,
        subject: &str,
        predicate: NamedNodeRef<'_>,
        value: impl Display,
        datatype: NamedNodeRef<'_>,
    ) -> io::Result<()> {
        write!(self.out, "<{subject}> {predicate} \"{value}\"^^{datatype}")?;
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        self.written += 1;
        match self.syntax {
            Syntax::NTriples => self.out.write_all(b" .\n"),
            Syntax::NQuads => writeln!(self.out, " <{}{}> .", milieu::vocab::GRAPH, self.graph),
        }
    }
}
