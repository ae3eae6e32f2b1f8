//! Triples in every format.

use std::io::ErrorKind;

use super::answer::{Capped, Sink};
use super::jsonld;
use super::negotiate::Offer;
use super::problem::Problem;
use crate::face::results::{self, Failed};
use crate::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use crate::model::{NamedNodeRef, TermRef, Triple};
use crate::vocab;

/// The formats of graphs, the first of them for who does not say.
pub(super) const GRAPH_OFFERS: [Offer<RdfFormat>; 6] = [
    Offer::new("text/turtle", &["application/turtle", "application/x-turtle"], RdfFormat::Turtle),
    Offer::new("application/ld+json", &["application/json"], RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
    Offer::new("application/n-triples", &["text/plain"], RdfFormat::NTriples),
    Offer::new("application/rdf+xml", &["application/xml", "text/xml"], RdfFormat::RdfXml),
    Offer::new("application/n-quads", &[], RdfFormat::NQuads),
    Offer::new("application/trig", &[], RdfFormat::TriG),
];

/// The format that a file's ending or a `format` parameter names.
pub(super) fn by_ending(ending: &str) -> Option<&'static Offer<RdfFormat>> {
    let media = match ending {
        "ttl" | "turtle" => "text/turtle",
        "jsonld" => "application/ld+json",
        "nt" => "application/n-triples",
        "rdf" => "application/rdf+xml",
        "nq" => "application/n-quads",
        "trig" => "application/trig",
        _ => return None,
    };
    GRAPH_OFFERS.iter().find(|offer| offer.media == media)
}

/// How many triples decide which prefixes are declared. Those of later triples are written in full, so a large answer need not be kept twice.
const LOOKED_AT: usize = 10_000;

/// `triples` in `format` as one piece, with the prefixes that they use.
pub(super) fn write<E: Into<Problem>>(
    triples: impl IntoIterator<Item = Result<Triple, E>>,
    format: RdfFormat,
    limit: usize,
) -> Result<Vec<u8>, Problem> {
    let mut bytes = Capped::new(limit);
    write_to(triples, format, &mut bytes)?;
    bytes.finish()
}

/// Writes `triples` in `format`, with the prefixes that they use.
pub(super) fn write_to<E: Into<Problem>>(
    triples: impl IntoIterator<Item = Result<Triple, E>>,
    format: RdfFormat,
    out: &mut impl Sink,
) -> Result<(), Problem> {
    let mut triples = triples.into_iter();
    let looked_at = if matches!(format, RdfFormat::NTriples | RdfFormat::NQuads) { 0 } else { LOOKED_AT };
    let head = triples.by_ref().take(looked_at).collect::<Result<Vec<_>, E>>().map_err(Into::into)?;
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in prefixes(&head) {
        serializer = serializer.with_prefix(prefix, namespace).expect("the project's prefixes are IRIs");
    }
    let written = match format {
        RdfFormat::JsonLd { .. } if jsonld::fits(&head) => jsonld::write(&head, triples, &mut *out),
        _ => results::triples(head.into_iter().map(Ok).chain(triples), serializer, &mut *out).map(drop),
    };
    match written {
        Ok(()) => Ok(()),
        Err(Failed::Answer(error)) => Err(error.into()),
        // RDF/XML has no way to write a predicate without a local name, nor triple terms: such a graph is refused, not cut.
        Err(Failed::Write(error)) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData) => {
            Err(Problem::bad_request(format!(
                "This graph cannot be written as {}: {error}. Ask for text/turtle.",
                format.name()
            )))
        }
        Err(Failed::Write(error)) => Err(out.problem(&error)),
    }
}

fn prefixes(triples: &[Triple]) -> Vec<(&'static str, &'static str)> {
    fn note(node: NamedNodeRef<'_>, used: &mut [bool]) {
        // The longest namespace is the one that shortens.
        let fits =
            vocab::PREFIXES.iter().enumerate().filter(|(_, (_, namespace))| node.as_str().starts_with(namespace));
        if let Some((at, _)) = fits.max_by_key(|(_, (_, namespace))| namespace.len()) {
            used[at] = true;
        }
    }
    let mut used = vec![false; vocab::PREFIXES.len()];
    for triple in triples {
        if let crate::model::NamedOrBlankNode::NamedNode(node) = &triple.subject {
            note(node.as_ref(), &mut used);
        }
        note(triple.predicate.as_ref(), &mut used);
        match triple.object.as_ref() {
            TermRef::NamedNode(node) => note(node, &mut used),
            TermRef::Literal(literal) => note(literal.datatype(), &mut used),
            _ => {}
        }
    }
    // Things of ours have slashes in their names, which a prefixed name has to escape: whole IRIs read better.
    let shortens = |(prefix, used): &(&(&str, &str), bool)| *used && prefix.1 != vocab::ID;
    vocab::PREFIXES.iter().zip(used).filter(shortens).map(|(prefix, _)| *prefix).collect()
}
