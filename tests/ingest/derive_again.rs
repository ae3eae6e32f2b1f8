//! What follows after many small changes is what follows from the whole.

use milieu::model::vocab::{rdf, rdfs};
use milieu::model::{GraphName, NamedNode, NamedNodeRef, Quad};
use milieu::vocab::{milieu as m, org};
use milieu::{Snapshot, Store, ingest, vocab};
use proptest::prelude::*;

fn thing(kind: &'static str, many: u8) -> impl Strategy<Value = NamedNode> {
    (0..many).prop_map(move |number| vocab::id(&format!("{kind}{number}")))
}

fn statement() -> impl Strategy<Value = (NamedNode, NamedNodeRef<'static>, NamedNode)> {
    let actor = || thing("actor", 4);
    let linkage = || thing("linkage", 3);
    let place = || prop_oneof![3 => thing("region", 3), 1 => thing("country", 2)];
    let says =
        |subject: BoxedStrategy<NamedNode>, predicate: NamedNodeRef<'static>, object: BoxedStrategy<NamedNode>| {
            (subject, object).prop_map(move |(subject, object)| (subject, predicate, object)).boxed()
        };
    let class = |class: NamedNodeRef<'static>| Just(class.into_owned()).boxed();
    prop_oneof![
        8 => says(linkage().boxed(), m::HAS_END, actor().boxed()),
        2 => says(linkage().boxed(), m::LEADS_FROM, actor().boxed()),
        2 => says(linkage().boxed(), m::LEADS_TO, actor().boxed()),
        3 => says(actor().boxed(), m::IN_COUNTRY, thing("country", 2).boxed()),
        3 => says(actor().boxed(), m::LOCATED_IN, thing("region", 3).boxed()),
        1 => says(thing("region", 3).boxed(), m::PART_OF, place().boxed()),
        2 => says(thing("membership", 2).boxed(), org::MEMBER, actor().boxed()),
        2 => says(thing("membership", 2).boxed(), org::ORGANIZATION, thing("cluster", 2).boxed()),
        2 => says(actor().boxed(), org::MEMBER_OF, thing("cluster", 2).boxed()),
        2 => says(actor().boxed(), rdf::TYPE, class(m::ACTOR)),
        1 => says(actor().boxed(), rdf::TYPE, Just(vocab::id("class")).boxed()),
        1 => says(prop_oneof![thing("cluster", 2), actor()].boxed(), rdf::TYPE, class(m::CLUSTER)),
        1 => says(thing("country", 2).boxed(), rdf::TYPE, class(m::COUNTRY)),
        1 => says(Just(vocab::id("class")).boxed(), rdfs::SUB_CLASS_OF, prop_oneof![class(m::ACTOR), class(m::GROUP)].boxed()),
        1 => says(actor().boxed(), m::BELONGS_TO, thing("cluster", 2).boxed()),
        1 => says(actor().boxed(), rdfs::SEE_ALSO, actor().boxed()),
    ]
}

fn quad() -> impl Strategy<Value = Quad> {
    (statement(), prop_oneof![6 => Just("mine"), 2 => Just("theirs"), 1 => Just("derived"), 1 => Just("inferred")])
        .prop_map(|((subject, predicate, object), graph)| {
            Quad::new(subject, predicate, object, GraphName::from(vocab::graph(graph)))
        })
}

/// The same as `snapshot` says but for what is derived, with what follows made from nothing.
fn anew(snapshot: &Snapshot) -> Snapshot {
    let derived = GraphName::from(vocab::graph("derived"));
    let store = Store::new();
    let mut transaction = store.begin();
    transaction.extend(snapshot.iter().filter(|quad| quad.graph_name != derived));
    ingest::derive(&mut transaction);
    transaction.commit().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn many_small_changes_lead_where_one_large_one_does(
        batches in prop::collection::vec((prop::collection::vec((quad(), prop::bool::weighted(0.7)), 1..6), prop::bool::weighted(0.9)), 1..12)
    ) {
        let store = Store::new();
        for (batch, derives) in batches {
            let mut transaction = store.begin();
            for (quad, present) in &batch {
                if *present { transaction.insert(quad) } else { transaction.remove(quad) }
            }
            // Who writes past the rules is caught up with the next time.
            if derives {
                let count = ingest::derive(&mut transaction);
                let after = transaction.snapshot();
                let whole = anew(&after);
                prop_assert_eq!(after.hash(), whole.hash(), "after {:?}", batch);
                let derived = |it: &Snapshot| it.graph_sizes().into_iter().find(|(graph, _)| *graph == Some(vocab::graph("derived").into()));
                prop_assert_eq!(derived(&whole).map_or(0, |(_, size)| size), count as u64);
            }
            transaction.commit().unwrap();
        }
    }
}
