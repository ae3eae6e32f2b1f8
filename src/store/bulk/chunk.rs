//! A block of lines, read: terms by numbers of the chunk's own, rows by predicate.

use oxigraph::io::{RdfParser, RdfSyntaxError};
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Reading;
use super::local::{Local, Seen};
use super::tokens::{Arity, Line, Tokens, line};
use crate::store::Transaction;
use crate::store::dictionary::TermId;

/// Stands for the graph of statements that name none.
const OWN_GRAPH: u32 = 0;

/// A line that is no statement.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Its place among the lines of the chunk, from 0.
    pub(crate) line: u64,
    /// Its text, as far as it can be read.
    pub(crate) text: String,
    /// The first thing that is wrong with it.
    pub(crate) error: RdfSyntaxError,
}

/// What a block of lines says.
pub(crate) struct Chunk {
    graph: NamedNode,
    terms: Local,
    /// Predicates with subject, object and graph of their statements.
    columns: Vec<(u32, Vec<[u32; 3]>)>,
    /// Every graph that a statement names.
    graphs: FxHashSet<u32>,
    lines: u64,
    statements: u64,
    broken: Vec<Broken>,
}

impl Chunk {
    pub(super) fn parse(block: &[u8], reading: &Reading) -> Self {
        let chunk = Self {
            graph: reading.graph.clone(),
            terms: Local::default(),
            columns: Vec::new(),
            graphs: FxHashSet::default(),
            lines: 0,
            statements: 0,
            broken: Vec::new(),
        };
        let seen = Seen::for_block(block.len());
        let mut parsing = Parsing { chunk, seen, places: FxHashMap::default(), parser: reading.parser() };
        let arity = reading.arity();
        let mut rest = block;
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let (text, after) = rest.split_at(end);
            parsing.line(text, arity);
            parsing.chunk.lines += 1;
            rest = after;
        }
        parsing.chunk
    }

    /// How many lines there are, empty ones and comments among them.
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// How many statements there are, each as often as it is said.
    pub(crate) fn statements(&self) -> u64 {
        self.statements
    }

    /// The lines that are none, in their order.
    pub(crate) fn take_broken(&mut self) -> Vec<Broken> {
        std::mem::take(&mut self.broken)
    }

    /// Says in `transaction` what the lines say: blank nodes by the `name` they are given, in the order in which they come, and
    /// statements in those of the graphs they name that are `wanted`.
    pub(crate) fn stage(
        self,
        transaction: &mut Transaction<'_>,
        mut name: impl FnMut(Term) -> Term,
        mut wanted: impl FnMut(&NamedNode) -> bool,
    ) {
        let ids = self.terms.intern(self.graph.as_ref().into(), transaction, &mut name);
        let id = |number: u32| ids[number as usize];
        let unwanted: Vec<TermId> = (self.graphs.iter())
            .filter(|&&graph| match self.terms.term(graph, &mut name) {
                Term::NamedNode(node) => !wanted(&node),
                _ => false,
            })
            .map(|&graph| id(graph))
            .collect();
        for (predicate, rows) in self.columns {
            let rows = rows.into_iter().map(|row| row.map(id));
            let wanted = rows.filter(|[.., graph]| !unwanted.contains(graph));
            transaction.change(id(predicate), wanted.map(|row| (row, true)));
        }
    }
}

/// A chunk while it is read.
struct Parsing<'b> {
    chunk: Chunk,
    seen: Seen<'b>,
    /// Where in the chunk's columns a predicate is.
    places: FxHashMap<u32, usize>,
    parser: RdfParser,
}

impl<'b> Parsing<'b> {
    fn line(&mut self, text: &'b [u8], arity: Arity) {
        let bare = text.strip_suffix(b"\n").unwrap_or(text);
        match line(bare.strip_suffix(b"\r").unwrap_or(bare), arity) {
            Line::Empty => {}
            Line::Statement(tokens) if self.plain(&tokens) => {}
            _ => self.other(text),
        }
    }

    /// Takes a statement if all of its terms are plain.
    fn plain(&mut self, tokens: &Tokens<'b>) -> bool {
        let last = self.chunk.terms.last();
        if let Some([subject, predicate, object, graph]) = self.numbers(tokens) {
            self.say(predicate, [subject, object, graph]);
            return true;
        }
        for token in tokens.each() {
            self.seen.forget(token, last);
        }
        self.chunk.terms.truncate(last);
        false
    }

    fn numbers(&mut self, tokens: &Tokens<'b>) -> Option<[u32; 4]> {
        let Self { seen, chunk, .. } = self;
        let mut number = |token| seen.number(token, || chunk.terms.push_token(token));
        Some([
            number(tokens.subject)?,
            number(tokens.predicate)?,
            number(tokens.object)?,
            match tokens.graph {
                None => OWN_GRAPH,
                Some(graph) => number(graph)?,
            },
        ])
    }

    fn other(&mut self, text: &[u8]) {
        // One bad line can give several errors; the first says it.
        match self.parser.clone().for_slice(until_too_deep(text)).collect::<Result<Vec<Quad>, _>>() {
            Ok(quads) => quads.into_iter().for_each(|quad| self.quad(quad)),
            Err(error) => {
                let text = String::from_utf8_lossy(text).trim_end().to_owned();
                self.chunk.broken.push(Broken { line: self.chunk.lines, text, error });
            }
        }
    }

    fn quad(&mut self, quad: Quad) {
        let terms = &mut self.chunk.terms;
        let subject = terms.push_term(quad.subject.into());
        let predicate = terms.push_term(quad.predicate.into());
        let object = terms.push_term(quad.object);
        let graph = match quad.graph_name {
            GraphName::NamedNode(graph) if graph == self.chunk.graph => OWN_GRAPH,
            GraphName::NamedNode(graph) => terms.push_term(graph.into()),
            GraphName::BlankNode(graph) => terms.push_term(graph.into()),
            GraphName::DefaultGraph => OWN_GRAPH,
        };
        self.say(predicate, [subject, object, graph]);
    }

    fn say(&mut self, predicate: u32, row: [u32; 3]) {
        let chunk = &mut self.chunk;
        chunk.statements += 1;
        if row[2] != OWN_GRAPH {
            chunk.graphs.insert(row[2]);
        }
        let place = *self.places.entry(predicate).or_insert_with(|| {
            chunk.columns.push((predicate, Vec::new()));
            chunk.columns.len() - 1
        });
        chunk.columns[place].1.push(row);
    }
}

/// The most triple terms within one another that a line may have: what is done with them takes stack.
const MOST_NESTED: usize = 64;

/// The line up to where its triple terms are nested too deeply; it breaks off there, so the parser refuses it.
fn until_too_deep(text: &[u8]) -> &[u8] {
    memchr::memmem::find_iter(text, b"<<(").nth(MOST_NESTED).map_or(text, |at| &text[..at])
}
