//! Embed milieu: write in a transaction, keep an old snapshot, compare.
//!
//! `cargo run --example embed`

use milieu::model::{GraphName, Literal, NamedNode, Quad, vocab::rdf, vocab::rdfs};
use milieu::{Snapshot, Store, ingest, vocab};

/// What the two snapshots do not share, as it would be written in N-Quads: first what is gone, then what is new.
fn difference(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let gone = before.iter().filter(|quad| !after.contains(quad)).map(|quad| format!("- {quad}"));
    let new = after.iter().filter(|quad| !before.contains(quad)).map(|quad| format!("+ {quad}"));
    let mut lines: Vec<String> = gone.chain(new).collect();
    lines.sort();
    lines
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::new();

    // Everything of one kind goes into a named graph of its own, so that it can be replaced as a whole and its origin told.
    let graph = GraphName::from(vocab::graph("my-survey"));
    let firm = vocab::id("actor/my-survey/boatyard");
    let university = vocab::id("actor/my-survey/university");
    let linkage = vocab::id("linkage/my-survey/hulls");
    let name = |thing: &NamedNode, text: &str| {
        Quad::new(thing.clone(), rdfs::LABEL, Literal::new_language_tagged_literal_unchecked(text, "en"), graph.clone())
    };
    let end = |actor: &NamedNode| Quad::new(linkage.clone(), vocab::milieu::HAS_END, actor.clone(), graph.clone());

    // There is one writer at a time; readers never wait for it. Until `commit` nobody sees anything.
    let mut transaction = store.begin();
    for (actor, label) in [(&firm, "Boatyard"), (&university, "University")] {
        transaction.insert(&Quad::new(actor.clone(), rdf::TYPE, vocab::milieu::ACTOR, graph.clone()));
        transaction.insert(&name(actor, label));
        transaction.insert(&end(actor));
    }
    assert!(store.snapshot().is_empty());
    let first = transaction.commit()?;
    println!("snapshot {}: {} quads", first.number(), first.len());

    // What follows by rule is kept in a graph of its own. Loads do this by themselves; a program that writes quads asks for it. Here
    // it finds that the two ends are partners, and that their tie weighs one.
    let mut transaction = store.begin();
    ingest::derive(&mut transaction);
    let second = transaction.commit()?;
    println!("what follows:");
    for line in difference(&first, &second) {
        println!("{line}");
    }

    // A transaction that is dropped never was.
    let mut forgotten = store.begin();
    forgotten.clear_graph(graph.as_ref());
    drop(forgotten);
    assert_eq!(store.snapshot().hash(), second.hash());

    // The first snapshot is still what it was, and can go on being asked: it shares its tables with the second and costs next
    // to nothing to keep.
    let mut transaction = store.begin();
    transaction.remove(&name(&firm, "Boatyard"));
    transaction.insert(&name(&firm, "Harbour Boatyard"));
    let third = transaction.commit()?;
    println!("renamed:");
    for line in difference(&second, &third) {
        println!("{line}");
    }
    println!("{} is {} in the first and {} in the third", firm, label(&first, &firm), label(&third, &firm));
    Ok(())
}

fn label(snapshot: &Snapshot, thing: &NamedNode) -> String {
    snapshot.label(thing).unwrap_or_default()
}
