//! JSON-LD with short keys, by a context that is made from the ontology and the project's prefixes.
//!
//! `/context.jsonld` has all of it. An answer brings the part that it uses along, so that it means the same wherever it is kept and can be
//! read without the network. An IRI that no term and no prefix fits stands in full.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::ontology::{of_class, values};
use crate::ingest::Load;
use crate::model::vocab::{rdf, rdfs, xsd};
use crate::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use crate::snapshot::Snapshot;
use crate::store::Store;
use crate::vocab;

macro_rules! owl {
    ($name:literal) => {
        NamedNodeRef::new_unchecked(concat!("http://www.w3.org/2002/07/owl#", $name))
    };
}

/// Properties whose values are mostly in English, so that an English one can be written as a plain string.
const WORDS: [NamedNodeRef<'static>; 8] = [
    rdfs::LABEL,
    rdfs::COMMENT,
    vocab::skos::PREF_LABEL,
    vocab::skos::ALT_LABEL,
    vocab::skos::DEFINITION,
    vocab::skos::SCOPE_NOTE,
    vocab::dct::TITLE,
    vocab::dct::DESCRIPTION,
];

static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).ontology().expect("the ontology that ships can be loaded");
    Context::of(&store.snapshot())
});

/// `GET /context.jsonld`
pub(super) async fn context() -> Response {
    let context = CONTEXT.document();
    Answer::new("application/ld+json", format!("{context:#}\n")).file("context.jsonld").into_response()
}

/// What the values of a term are, unless they say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Values {
    Plain,
    Things,
    English,
    Typed(NamedNode),
}

#[derive(Clone, Debug)]
struct Definition {
    name: String,
    values: Values,
}

/// Terms by their IRIs.
struct Context(HashMap<String, Definition>);

impl Context {
    /// The terms of the ontology in `snapshot` by their local names, ours before those of others. A name that is taken stays with whom
    /// it belongs to first; prefixes belong to nobody else.
    fn of(snapshot: &Snapshot) -> Self {
        let mut terms: Vec<(NamedNode, Values)> = Vec::new();
        for kind in [owl!("Class"), owl!("ObjectProperty"), owl!("DatatypeProperty"), owl!("AnnotationProperty")] {
            let values_of = |term: &NamedNode| {
                let literal =
                    values(snapshot, term, rdfs::RANGE).into_iter().find(|range| range.as_str().starts_with(XSD));
                match literal {
                    _ if WORDS.contains(&term.as_ref()) => Values::English,
                    _ if kind == owl!("ObjectProperty") => Values::Things,
                    Some(range) if range != xsd::STRING => Values::Typed(range),
                    _ => Values::Plain,
                }
            };
            terms.extend(
                of_class(snapshot, kind).into_iter().map(|term| (values_of(&term), term)).map(|(of, term)| (term, of)),
            );
        }
        terms.extend(WORDS.map(|word| (word.into_owned(), Values::English)));
        terms.sort_by_cached_key(|(term, _)| (!term.as_str().starts_with(vocab::M), term.clone()));
        let mut taken: HashSet<String> = vocab::PREFIXES.iter().map(|(prefix, _)| (*prefix).to_owned()).collect();
        let mut known = HashMap::new();
        for (term, values) in terms {
            let name = term.as_str().rsplit(['#', '/']).next().unwrap_or_default();
            let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            if plain && !known.contains_key(term.as_str()) && taken.insert(name.to_owned()) {
                let name = name.to_owned();
                known.insert(term.into_string(), Definition { name, values });
            }
        }
        Self(known)
    }

    fn document(&self) -> Value {
        let mut context: Map<String, Value> = Map::new();
        context.extend(vocab::PREFIXES.iter().map(|(prefix, namespace)| ((*prefix).to_owned(), json!(namespace))));
        let terms: BTreeMap<_, _> = self.0.iter().map(|(iri, term)| (&term.name, defined(iri, &term.values))).collect();
        context.extend(terms.into_iter().map(|(name, definition)| (name.clone(), definition)));
        json!({ "@context": context })
    }
}

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

fn defined(iri: &str, values: &Values) -> Value {
    match values {
        Values::Plain => json!(iri),
        Values::Things => json!({ "@id": iri, "@type": "@id" }),
        Values::English => json!({ "@id": iri, "@language": "en" }),
        Values::Typed(datatype) => json!({ "@id": iri, "@type": datatype.as_str() }),
    }
}

/// Whether JSON-LD can say `triple` so that it is read back as the same: triple terms and directions it cannot.
fn can_say(triple: &Triple) -> bool {
    match &triple.object {
        Term::Triple(_) => false,
        Term::Literal(literal) => literal.direction().is_none(),
        _ => true,
    }
}

/// What an answer uses of the context.
#[derive(Default)]
struct Used {
    names: BTreeMap<String, Value>,
    /// Once the context is written nothing can come to it any more.
    closed: bool,
    /// Beginnings of whole IRIs that a reader would take for a prefix.
    clashes: HashSet<&'static str>,
}

impl Used {
    fn take(&mut self, name: &str, definition: impl FnOnce() -> Value) -> bool {
        if !self.names.contains_key(name) {
            if self.closed {
                return false;
            }
            self.names.insert(name.to_owned(), definition());
        }
        true
    }

    /// `iri` by a prefix, or as it is.
    fn compact(&mut self, iri: &str) -> String {
        let short = NamedNodeRef::new(iri).ok().and_then(vocab::shorten);
        let Some((short, prefix)) = short.as_deref().and_then(|short| Some((short, short.split_once(':')?.0))) else {
            return iri.to_owned();
        };
        let namespace =
            || json!(vocab::PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, namespace)| namespace));
        if !self.clashes.contains(prefix) && self.take(prefix, namespace) { short.to_owned() } else { iri.to_owned() }
    }

    /// A class or a property by its term, else as [`compact`](Self::compact) has it.
    fn term(&mut self, iri: &str) -> (String, Values) {
        if let Some(Definition { name, values }) = CONTEXT.0.get(iri)
            && self.take(name, || defined(iri, values))
        {
            return (name.clone(), values.clone());
        }
        (self.compact(iri), Values::Plain)
    }

    fn node(&mut self, node: &NamedOrBlankNode) -> String {
        match node {
            NamedOrBlankNode::NamedNode(node) => self.compact(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        }
    }

    fn object(&mut self, object: &Term, values: &Values) -> Value {
        let node = match object {
            Term::NamedNode(node) => self.compact(node.as_str()),
            Term::BlankNode(node) => node.to_string(),
            Term::Literal(literal) => return self.literal(literal, values),
            // `can_say` keeps them out.
            Term::Triple(_) => return Value::Null,
        };
        if *values == Values::Things { json!(node) } else { json!({ "@id": node }) }
    }

    fn literal(&mut self, literal: &Literal, values: &Values) -> Value {
        let text = literal.value();
        if let Some(language) = literal.language() {
            return match values {
                Values::English if language == "en" => json!(text),
                _ => json!({ "@value": text, "@language": language }),
            };
        }
        let datatype = literal.datatype();
        match values {
            Values::Typed(expected) if datatype == expected.as_ref() => {
                number(text, datatype).unwrap_or_else(|| json!(text))
            }
            Values::Plain if datatype == xsd::STRING => json!(text),
            _ if datatype == xsd::STRING => json!({ "@value": text }),
            _ => json!({ "@value": text, "@type": self.compact(datatype.as_str()) }),
        }
    }

    /// One subject with all of `triples`, which are about it.
    fn subject(&mut self, triples: &[Triple]) -> Value {
        let mut said: BTreeMap<(bool, String), Vec<Value>> = BTreeMap::new();
        for triple in triples {
            let (key, value) = match &triple.object {
                Term::NamedNode(class) if triple.predicate == rdf::TYPE => {
                    ("@type".to_owned(), json!(self.term(class.as_str()).0))
                }
                object => {
                    let (key, values) = self.term(triple.predicate.as_str());
                    (key, self.object(object, &values))
                }
            };
            said.entry((!key.starts_with('@'), key)).or_default().push(value);
        }
        let mut node = Map::new();
        node.insert("@id".to_owned(), json!(self.node(&triples[0].subject)));
        for ((_, key), mut values) in said {
            let value = if values.len() == 1 { values.remove(0) } else { Value::from(values) };
            node.insert(key, value);
        }
        node.into()
    }
}

/// A number that JSON writes as the literal does; others would not come back as they were.
fn number(text: &str, datatype: NamedNodeRef<'_>) -> Option<Value> {
    if datatype == xsd::BOOLEAN {
        return text.parse::<bool>().ok().map(Value::from);
    }
    let number: i64 = (datatype == xsd::INTEGER).then(|| text.parse().ok())??;
    (number.to_string() == text && number.unsigned_abs() < 1 << 53).then(|| number.into())
}

/// Whether all of `head` can be said in JSON-LD with short keys.
pub(super) fn fits(head: &[Triple]) -> bool {
    head.iter().all(can_say)
}

/// Writes `head`, whose terms make the context, and what follows it with those terms and with IRIs in full. Gives an error of `rest`, or of
/// writing.
pub(super) fn write<E>(
    head: &[Triple],
    rest: impl Iterator<Item = Result<Triple, E>>,
    out: &mut impl Write,
) -> Result<(), crate::face::results::Failed<E>> {
    let mut used = Used { clashes: head.iter().flat_map(schemes).collect(), ..Used::default() };
    let nodes: Vec<Value> = head.chunk_by(|a, b| a.subject == b.subject).map(|triples| used.subject(triples)).collect();
    used.closed = true;
    write!(out, "{{\n\"@context\": {},\n\"@graph\": [", Value::from_iter(used.names.clone()))?;
    let mut first = true;
    let mut put = |node: &Value, out: &mut dyn Write| -> io::Result<()> {
        out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
        serde_json::to_writer(out, node).map_err(io::Error::from)
    };
    for node in &nodes {
        put(node, out)?;
    }
    let mut last: Vec<Triple> = Vec::new();
    for triple in rest {
        let triple = triple.map_err(crate::face::results::Failed::Answer)?;
        if !can_say(&triple) || schemes(&triple).any(|scheme| used.names.contains_key(scheme)) {
            let reason = "it holds a triple term, a text with a direction or an IRI that looks like a prefixed name";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason).into());
        }
        if last.first().is_some_and(|first| first.subject != triple.subject) {
            put(&used.subject(&last), out)?;
            last.clear();
        }
        last.push(triple);
    }
    if !last.is_empty() {
        put(&used.subject(&last), out)?;
    }
    Ok(writeln!(out, "\n]\n}}")?)
}

/// The schemes of IRIs in `triple` that are also prefixes of ours, such as that of `geo:48.8,9.2`.
fn schemes(triple: &Triple) -> impl Iterator<Item = &'static str> {
    let prefix = |iri: &str| {
        let (scheme, rest) = iri.split_once(':')?;
        let known = vocab::PREFIXES.iter().find(|(prefix, _)| *prefix == scheme)?;
        (!rest.starts_with("//")).then_some(known.0)
    };
    let subject = match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => prefix(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    };
    let object = match &triple.object {
        Term::NamedNode(node) => prefix(node.as_str()),
        Term::Literal(literal) => prefix(literal.datatype().as_str()),
        _ => None,
    };
    [subject, prefix(triple.predicate.as_str()), object].into_iter().flatten()
}
