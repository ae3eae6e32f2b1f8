//! The generated world that measurements rest on: the same bytes each time, the size asked for, in the ontology's terms.

use std::collections::BTreeSet;

use milieu::io::{RdfFormat, RdfParser};
use milieu::model::vocab::rdf;
use milieu::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use milieu::{Store, ingest::Load, vocab};
use sha2::{Digest, Sha256};

#[path = "../benches/generator/mod.rs"]
mod generator;

use generator::{Syntax, World};

fn text(triples: u64, syntax: Syntax) -> (Vec<u8>, u64) {
    let mut text = Vec::new();
    let written = World::of_triples(triples).write(&mut text, syntax).unwrap();
    (text, written)
}

fn quads(text: &[u8], format: RdfFormat) -> Vec<Quad> {
    RdfParser::from_format(format).for_slice(text).collect::<Result<_, _>>().unwrap()
}

/// Whoever changes the generator changes what every figure was measured on: measure again, then change this.
#[test]
fn the_small_world_is_the_same_everywhere() {
    let (text, written) = text(200_000, Syntax::NTriples);
    let hash = Sha256::digest(&text).iter().fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
    assert_eq!((written, hash.as_str()), (200_427, "9955febc4325005ab69e53326019640d68a89d25903c842d5f6dec41f9ba914d"));
}

#[test]
fn a_world_has_the_size_asked_for() {
    for asked in [100_000_u64, 400_000] {
        let (_, written) = text(asked, Syntax::NTriples);
        assert!(written.abs_diff(asked) * 50 < asked, "{asked}: {written}");
    }
}

#[test]
fn both_syntaxes_say_the_same() {
    let (triples, _) = text(5_000, Syntax::NTriples);
    let (in_graphs, _) = text(5_000, Syntax::NQuads);
    let in_graphs = quads(&in_graphs, RdfFormat::NQuads);
    let graphs: BTreeSet<String> = in_graphs.iter().map(|quad| quad.graph_name.to_string()).collect();
    assert_eq!(graphs.len(), 4, "{graphs:?}");
    let plain = |quad: Quad| Quad { graph_name: GraphName::DefaultGraph, ..quad };
    let in_graphs: Vec<Quad> = in_graphs.into_iter().map(plain).collect();
    assert_eq!(quads(&triples, RdfFormat::NTriples), in_graphs);
}

#[test]
fn every_term_is_of_the_ontology() {
    let store = Store::new();
    Load::new(&store).ontology().unwrap();
    let ontology = store.snapshot();
    let (text, _) = text(20_000, Syntax::NTriples);
    let mut used: BTreeSet<NamedNode> = BTreeSet::new();
    for quad in quads(&text, RdfFormat::NTriples) {
        used.insert(quad.predicate);
        used.extend(match quad.object {
            Term::NamedNode(node) => Some(node),
            _ => None,
        });
    }
    used.retain(|node| node.as_str().starts_with(vocab::M) || node.as_str().starts_with(vocab::SCHEME));
    assert!(used.len() > 30, "{used:?}");
    let unknown: Vec<&NamedNode> = used
        .iter()
        .filter(|node| ontology.objects(NamedOrBlankNode::from((*node).clone()).as_ref(), rdf::TYPE).next().is_none())
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
