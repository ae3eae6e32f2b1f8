//! Statements, written as they are read.

use crate::model::vocab::{rdf, xsd};
use crate::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use crate::vocab;

/// A list of statements that grows.
#[derive(Default)]
pub(super) struct Statements {
    triples: Vec<Triple>,
    blanks: usize,
}

impl Statements {
    /// Goes on about `subject`.
    pub(super) fn about(&mut self, subject: impl Into<NamedOrBlankNode>) -> About<'_> {
        About { statements: self, subject: subject.into() }
    }

    /// A node without a name. They are numbered, so that the same answer has the same bytes.
    pub(super) fn blank(&mut self) -> BlankNode {
        self.blanks += 1;
        BlankNode::new_unchecked(format!("b{}", self.blanks))
    }

    pub(super) fn finish(self) -> Vec<Triple> {
        self.triples
    }
}

/// What is said of one subject. Properties and classes are prefixed names, or IRIs where no prefix is known.
pub(super) struct About<'s> {
    statements: &'s mut Statements,
    subject: NamedOrBlankNode,
}

impl About<'_> {
    pub(super) fn say(&mut self, property: &str, object: impl Into<Term>) -> &mut Self {
        let triple = Triple::new(self.subject.clone(), name(property), object);
        self.statements.triples.push(triple);
        self
    }

    /// It is an instance of `class`.
    pub(super) fn a(&mut self, class: &str) -> &mut Self {
        let triple = Triple::new(self.subject.clone(), rdf::TYPE, name(class));
        self.statements.triples.push(triple);
        self
    }

    /// The property leads to an IRI that is known by a prefixed name or as it is.
    pub(super) fn link(&mut self, property: &str, to: &str) -> &mut Self {
        self.say(property, name(to))
    }

    pub(super) fn number(&mut self, property: &str, number: u64) -> &mut Self {
        self.say(property, Literal::new_typed_literal(number.to_string(), xsd::INTEGER))
    }

    pub(super) fn text(&mut self, property: &str, text: &str) -> &mut Self {
        self.say(property, Literal::new_simple_literal(text))
    }

    pub(super) fn english(&mut self, property: &str, text: &str) -> &mut Self {
        self.say(property, Literal::new_language_tagged_literal_unchecked(text, "en"))
    }

    pub(super) fn typed(&mut self, property: &str, text: &str, datatype: &str) -> &mut Self {
        self.say(property, Literal::new_typed_literal(text, name(datatype)))
    }

    /// What is an IRI or words in the store's own provenance.
    pub(super) fn iri_or_text(&mut self, property: &str, value: &str) -> &mut Self {
        match NamedNode::new(value) {
            Ok(node) => self.say(property, node),
            Err(_) => self.text(property, value),
        }
    }

    /// The property leads to a node without a name, of which `say` tells more.
    pub(super) fn with(&mut self, property: &str, say: impl FnOnce(&mut About<'_>)) -> &mut Self {
        let blank = self.statements.blank();
        self.say(property, blank.clone());
        say(&mut self.statements.about(blank));
        self
    }
}

fn name(name: &str) -> NamedNode {
    vocab::expand(name).unwrap_or_else(|| NamedNode::new_unchecked(name))
}
