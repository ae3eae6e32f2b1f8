//! SHACL: what data have to look like, and what to do about it where they do not.
//!
//! [`Shapes`] are read once and held against any [`Snapshot`], in place: the validator of the rudof project reads the snapshot's own
//! tables, nothing is copied. Results come in a fixed order. [`Shapes::newly`] looks only at what a change touched.
//!
//! The project's shapes over the 2.5 million quads that ship take about 50 seconds in a development build.

mod data;
mod reach;
mod report;
mod touched;

use std::sync::Arc;

use rudof_rdf::rdf_core::term::Object;
use rudof_rdf::rdf_core::term::literal::Lang;
use rudof_rdf::rdf_core::{RDFFormat, SHACLPath};
use rudof_rdf::rdf_impl::ReaderMode;
use shacl::ir::IRSchema;
use shacl::types::MessageMap;
use shacl::validator::engine::{Engine, NativeEngine};
use shacl::validator::processor::ShaclProcessor;
use shacl::validator::report::ValidationResult;
use shacl::validator::{ShaclConfig, ShaclValidationMode};

pub use report::{Report, Severity, Violation};

use crate::model::{Literal, NamedNode, NamedNodeRef, Term};
use crate::snapshot::Snapshot;
use crate::vocab;
use data::Data;
use reach::Reach;

/// The project's own shapes, `ontology/shapes.ttl`.
const SHIPPED: &str = include_str!("../ontology/shapes.ttl");

/// Why data could not be validated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// The shapes cannot be read.
    #[error("the shapes cannot be read: {0}")]
    Shapes(String),
    /// The validator gave up.
    #[error("the data could not be validated: {0}")]
    Validation(String),
}

/// Shapes that data are held against.
#[derive(Clone)]
pub struct Shapes {
    schema: Arc<IRSchema>,
    reach: Reach,
}

impl std::fmt::Debug for Shapes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shapes").finish_non_exhaustive()
    }
}

impl Shapes {
    /// The project's own shapes.
    ///
    /// # Panics
    /// Never: a test reads them.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use milieu::{Store, shape::Shapes, sparql};
    ///
    /// let store = Store::new();
    /// sparql::update(&store, "INSERT DATA { <urn:x:1> a milieu:Country }", &Default::default())?;
    /// let report = Shapes::shipped().validate(&store.snapshot())?;
    /// assert!(!report.conforms(), "a country needs a name");
    /// # Ok(()) }
    /// ```
    pub fn shipped() -> Self {
        Self::from_turtle(SHIPPED).expect("the shapes of the project are well-formed")
    }

    /// Shapes from a Turtle document.
    ///
    /// # Errors
    /// [`ShapeError::Shapes`] when it is no Turtle or holds a malformed shape.
    pub fn from_turtle(text: &str) -> Result<Self, ShapeError> {
        let schema = IRSchema::from_str(text, &RDFFormat::Turtle, None, &ReaderMode::Strict)
            .map_err(|error| ShapeError::Shapes(error.to_string()))?;
        Ok(Self { schema: Arc::new(schema), reach: Reach::of(text) })
    }

    /// Holds the union of all graphs of `snapshot` against the shapes.
    ///
    /// Classes are looked up with their subclasses, as far as the snapshot holds them: load the ontology beside the data.
    ///
    /// # Errors
    /// [`ShapeError::Validation`].
    pub fn validate(&self, snapshot: &Snapshot) -> Result<Report, ShapeError> {
        let mut run = Run { data: Data::new(snapshot.clone()) };
        let found = run
            .validate(&self.schema, &ShaclValidationMode::Native, &ShaclConfig::default())
            .map_err(|error| ShapeError::Validation(error.to_string()))?;
        let mut results: Vec<Violation> = found.results().iter().map(|result| self.violation(result)).collect();
        results.sort_by_cached_key(Violation::order);
        results.dedup();
        Ok(Report { results })
    }

    fn violation(&self, result: &ValidationResult) -> Violation {
        // Some constraints (sh:or, sh:not) report their own words even where the shape has a message.
        let own = result.source().and_then(|shape| self.schema.get_shape(shape)?.message());
        let message = own.into_iter().chain([result.message()]).find_map(first).unwrap_or_default();
        Violation {
            severity: Severity::from(result.severity()),
            focus: term(result.focus_node()),
            path: result.path().map(|path| match path {
                SHACLPath::Predicate { pred } => short(pred.as_str()),
                other => other.to_string(),
            }),
            value: result.value().map(term),
            message,
            shape: result.source().map(term),
            constraint: match term(result.constraint_component()) {
                Term::NamedNode(node) => short(node.as_str()),
                other => other.to_string(),
            },
        }
    }
}

/// The message in English if there is one, else any, the same each time.
fn first(messages: &MessageMap) -> Option<String> {
    let english = |lang: &Option<Lang>| lang.as_ref().is_some_and(|lang| lang.to_string().starts_with("en"));
    let mut all: Vec<_> = messages.iter().map(|(lang, text)| (!english(lang), text)).collect();
    all.sort();
    all.first().map(|(_, text)| (*text).clone())
}

fn short(iri: &str) -> String {
    vocab::shorten(NamedNodeRef::new_unchecked(iri)).unwrap_or_else(|| iri.to_owned())
}

/// One validation under way.
struct Run {
    data: Data,
}

impl ShaclProcessor<Data> for Run {
    fn store(&self) -> &Data {
        &self.data
    }

    fn runner(_: &ShaclValidationMode, config: &ShaclConfig) -> Box<dyn Engine<Data>> {
        Box::new(NativeEngine::new(config.recursion_semantics()))
    }

    /// The snapshot is indexed by class already; the validator's own index would copy every type of every thing.
    fn use_class_index(&self) -> bool {
        false
    }
}

/// A term of the validator as one of ours.
fn term(object: &Object) -> Term {
    match object {
        Object::Iri(iri) => NamedNode::new_unchecked(iri.as_str()).into(),
        Object::BlankNode(name) => crate::model::BlankNode::new_unchecked(name).into(),
        Object::Literal(literal) => Literal::from(literal.clone()).into(),
        other @ Object::Triple { .. } => Literal::new_simple_literal(other.to_string()).into(),
    }
}
