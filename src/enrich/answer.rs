//! The statements of an answer, and which of them are about whom.

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::ingest::{Skolem, guarded};
use crate::io::{RdfFormat, RdfParser};
use crate::model::{NamedNode, NamedOrBlankNode, Term, Triple};
use crate::remote::Answer;

/// The types that can be read.
pub(super) const ACCEPT: [&str; 4] =
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"];

/// All statements of an answer, with blank nodes as IRIs that follow from it; or what is wrong with it.
pub(super) fn read(answer: &Answer) -> Result<Vec<Triple>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("the answer of {} cannot be read: {error}", answer.url);
    let format = RdfFormat::from_media_type(&answer.media).ok_or_else(|| failed(&answer.media))?;
    let parser = RdfParser::from_format(format).with_base_iri(&answer.url).map_err(|error| failed(&error))?;
    let hash = crate::hex(&Sha256::new().chain_update(&answer.url).chain_update(&answer.bytes).finalize());
    let mut skolem = Skolem::new(&hash);
    let quads = parser.without_named_graphs().for_reader(guarded(format, &answer.bytes[..]));
    quads.map(|quad| quad.map(|quad| skolem.quad(quad).into()).map_err(|error| failed(&error))).collect()
}

/// True for an IRI that stands for a blank node.
pub(super) fn is_nameless(node: &NamedNode) -> bool {
    node.as_str().starts_with(Skolem::GENID)
}

/// Statements by their subjects.
pub(super) struct Said<'t> {
    by_subject: FxHashMap<&'t NamedOrBlankNode, Vec<&'t Triple>>,
}

impl<'t> Said<'t> {
    pub(super) fn new(triples: &'t [Triple]) -> Self {
        let mut by_subject: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for triple in triples {
            by_subject.entry(&triple.subject).or_default().push(triple);
        }
        Self { by_subject }
    }

    /// What is said of `thing`, by these predicates if any are given, and of the nameless things that this leads to.
    pub(super) fn of(&self, thing: &NamedNode, predicates: Option<&[NamedNode]>) -> Vec<&'t Triple> {
        let is_meant = |triple: &&&Triple| predicates.is_none_or(|predicates| predicates.contains(&triple.predicate));
        let mut told: Vec<&Triple> = self.about(&thing.clone().into()).iter().filter(is_meant).copied().collect();
        let mut seen = FxHashSet::default();
        let mut at = 0;
        while at < told.len() {
            if let Term::NamedNode(node) = &told[at].object
                && is_nameless(node)
                && seen.insert(node)
            {
                told.extend(self.about(&node.clone().into()));
            }
            at += 1;
        }
        told
    }

    fn about(&self, thing: &NamedOrBlankNode) -> &[&'t Triple] {
        self.by_subject.get(thing).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(media: &str, text: &str) -> Result<Vec<Triple>, String> {
        super::read(&Answer { url: "https://example.org/d".into(), media: media.into(), bytes: text.into() })
    }

    #[test]
    fn a_thing_is_described_with_the_nameless_things_it_leads_to() {
        let text = "<a> <p> [ <q> [ <r> 1 ] ] ; <s> <b> . <b> <p> 2 . [] <p> 3 .";
        let triples = read("text/turtle", text).unwrap();
        let said = Said::new(&triples);
        let thing = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
        assert_eq!(said.of(&thing("a"), None).len(), 4, "the two of its own, and two nested");
        assert_eq!(said.of(&thing("a"), Some(&[thing("s")])).len(), 1);
        assert_eq!(said.of(&thing("a"), Some(&[thing("p")])).len(), 3);
        assert!(said.of(&thing("c"), None).is_empty());
        let again = read("text/turtle", text).unwrap();
        assert_eq!(triples, again, "the same answer names its blank nodes alike");
    }

    #[test]
    fn a_circle_of_nameless_things_ends() {
        let triples = read("text/turtle", "<a> <p> _:x . _:x <p> _:y . _:y <p> _:x .").unwrap();
        assert_eq!(Said::new(&triples).of(&NamedNode::new_unchecked("https://example.org/a"), None).len(), 3);
    }

    #[test]
    fn each_format_is_read_and_half_a_document_is_none() {
        let xml = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='urn:'><rdf:Description \
                   rdf:about='a'><e:p>1</e:p></rdf:Description></rdf:RDF>";
        for (media, text) in [
            ("text/turtle", "<a> <urn:p> 1 ."),
            ("application/n-triples", "<urn:a> <urn:p> \"1\" ."),
            ("application/rdf+xml", xml),
            ("application/ld+json", "{\"@id\":\"urn:a\",\"urn:p\":1}"),
        ] {
            assert_eq!(read(media, text).map(|triples| triples.len()), Ok(1), "{media}");
            assert!(read(media, &text[..text.len() * 2 / 3]).is_err(), "half of {media}");
        }
    }
}
