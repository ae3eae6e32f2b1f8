//! Large files of lines: read in blocks on several threads, they say what a parser of documents reads from them.

use super::generator::{Syntax, World};
use milieu::Store;
use milieu::ingest::{Load, LoadError, Progress};
use milieu::model::{GraphNameRef, NamedNode};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

/// Some eight mebibytes, which is more than one block; a blank node that comes in the first and in the last line.
fn world() -> Vec<u8> {
    let mut text = b"_:bridge <https://example.org/p> <https://example.org/a> .\n".to_vec();
    World::of_triples(60_000).write(&mut text, Syntax::NTriples).unwrap();
    text.extend_from_slice(b"<https://example.org/b> <https://example.org/p> _:bridge .\n");
    assert!(text.len() > 6 << 20, "{}", text.len());
    text
}

fn quads(store: &Store, graph: &NamedNode) -> BTreeSet<String> {
    let graph = GraphNameRef::from(graph.as_ref());
    store.snapshot().quads_for_pattern(None, None, None, Some(graph)).map(|quad| quad.to_string()).collect()
}

#[test]
fn lines_say_what_the_same_text_says_as_turtle() {
    let text = world();
    let graph = milieu::vocab::graph("world");
    let stores = [Store::new(), Store::new()];
    for (store, name) in stores.iter().zip(["world.nt", "world.ttl"]) {
        Load::new(store).graph(graph.clone()).rdf_bytes(name, text.clone()).unwrap();
    }
    let [lines, turtle] = stores.map(|store| quads(&store, &graph));
    assert!(lines == turtle, "{:?}", lines.symmetric_difference(&turtle).take(4).collect::<Vec<_>>());
    assert!(lines.len() > 59_000);
}

#[test]
fn a_broken_line_far_down_is_named_by_its_number() {
    let mut text = world();
    let before = text.split(|byte| *byte == b'\n').skip(1).count() as u64;
    text.extend_from_slice(b"oops\n<https://example.org/b> <https://example.org/p> \"end\" .\n");
    let store = Store::new();
    let report = Load::new(&store).rdf_bytes("world.nt", text).unwrap();
    assert_eq!((report.rows_read, report.rows_refused), (before + 2, 1));
    assert!(report.refused[0].to_string().starts_with(&format!("world.nt:{}: ", before + 1)), "{}", report.refused[0]);
}

struct Impatient(AtomicU64);

impl Progress for Impatient {
    fn advance(&self, rows: u64) {
        self.0.fetch_add(rows, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

#[test]
fn a_load_that_is_cancelled_stops_after_a_block_and_leaves_nothing() {
    let impatient = Impatient(0.into());
    let store = Store::new();
    let error = Load::new(&store).progress(&impatient).rdf_bytes("world.nt", world()).unwrap_err();
    assert!(matches!(error, LoadError::Cancelled), "{error}");
    assert!(impatient.0.into_inner() < 50_000, "the first block holds half of the lines");
    assert!(store.snapshot().is_empty());
}
