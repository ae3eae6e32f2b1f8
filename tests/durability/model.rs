//! Random transactions, compactions and reopenings against a plain set of quads.

use std::collections::{BTreeMap, BTreeSet};

use milieu::Store;
use proptest::prelude::*;

use super::quad;

#[derive(Clone, Debug)]
enum Step {
    /// Quads to insert (true) or to remove, in this order.
    Commit(Vec<(u64, u64, bool)>),
    /// The same, given up.
    RollBack(Vec<(u64, u64, bool)>),
    ClearGraph(u64),
    Compact,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let changes = || prop::collection::vec((0..4_u64, 0..6_u64, any::<bool>()), 0..12);
    let step = prop_oneof![
        6 => changes().prop_map(Step::Commit),
        1 => changes().prop_map(Step::RollBack),
        1 => (0..2_u64).prop_map(Step::ClearGraph),
        1 => Just(Step::Compact),
        2 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 1..20)
}

/// A store on disk is slow to make, so there are fewer cases than usual unless more are asked for.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
}

type Model = BTreeSet<String>;

fn content(store: &Store) -> Model {
    store.snapshot().iter().map(|quad| quad.to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]
    #[test]
    fn a_store_is_the_set_that_its_commits_make(steps in steps(), on_disk: bool) {
        let temporary = tempfile::tempdir().unwrap();
        let open = || if on_disk { Store::open(temporary.path()).unwrap() } else { Store::new() };
        let mut store = open();
        let mut model = Model::new();
        let mut past = BTreeMap::from([(0, model.clone())]);
        for step in steps {
            match step {
                Step::Commit(changes) => {
                    let mut transaction = store.begin();
                    for (thing, value, present) in changes {
                        let quad = quad(thing, value);
                        if present {
                            transaction.insert(&quad);
                            model.insert(quad.to_string());
                        } else {
                            transaction.remove(&quad);
                            model.remove(&quad.to_string());
                        }
                    }
                    let number = transaction.commit().unwrap().number();
                    past.insert(number, model.clone());
                }
                Step::RollBack(changes) => {
                    let mut transaction = store.begin();
                    transaction.extend(changes.iter().map(|(thing, value, _)| quad(*thing, *value)));
                    transaction.snapshot();
                }
                Step::ClearGraph(graph) => {
                    let graph = format!("http://example.com/graph/{graph}");
                    let mut transaction = store.begin();
                    transaction.clear_graph(milieu::model::NamedNodeRef::new_unchecked(&graph).into());
                    model.retain(|quad| !quad.contains(&graph));
                    let number = transaction.commit().unwrap().number();
                    past.insert(number, model.clone());
                }
                Step::Compact => store.compact().unwrap(),
                Step::Reopen if on_disk => {
                    drop(store);
                    store = open();
                }
                Step::Reopen => {}
            }
            prop_assert_eq!(&content(&store), &model);
            prop_assert_eq!(store.snapshot().len(), model.len());
        }
        let newest = store.snapshot().number();
        prop_assert_eq!(store.log().unwrap().iter().map(|commit| commit.number).collect::<Vec<_>>(), (0..=newest).collect::<Vec<_>>());
        for (number, then) in &past {
            let at = store.at(*number).unwrap();
            prop_assert_eq!(&at.iter().map(|quad| quad.to_string()).collect::<Model>(), then);
            let diff = store.diff(*number, newest).unwrap();
            let added: Model = diff.added().map(|quad| quad.to_string()).collect();
            let removed: Model = diff.removed().map(|quad| quad.to_string()).collect();
            prop_assert_eq!(added, &model - then);
            prop_assert_eq!(removed, then - &model);
        }
        if on_disk {
            prop_assert_eq!(Store::verify(temporary.path()).unwrap().faults, vec![]);
        }
    }
}
