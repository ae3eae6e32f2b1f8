//! What a change may have touched, so that a small one need not look at everything.

use std::collections::BTreeSet;

use super::belonging::{GROUPS, is_country};
use super::linkage::{Ends, SAID_BY, of_end};
use super::nodes::{Nodes, Of};
use crate::model::NamedNodeRef;
use crate::model::vocab::{rdf, rdfs};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;
use crate::store::diff;
use crate::store::table::Row;
use crate::vocab::{milieu, org};

/// What follows from the ends of a linkage about the linkage itself.
const OF_LINKAGES: [NamedNodeRef<'static>; 4] = [milieu::HAS_END, milieu::END_COUNT, milieu::TIE_WEIGHT, rdf::TYPE];

/// What may follow differently after a change.
#[derive(Default)]
pub(super) struct Touched {
    /// Where these belong.
    pub(super) things: BTreeSet<TermId>,
    /// What follows from the ends of these.
    pub(super) linkages: BTreeSet<TermId>,
    /// Whether these are linked with one another.
    pub(super) pairs: BTreeSet<(TermId, TermId)>,
}

/// Of more changes than these it is quicker to look at everything.
const MOST_CHANGES: usize = 10_000;

impl Touched {
    /// What the changes from `before` to `after` touch; `None` if that may be anything. What is derived stands in the graph `derived`.
    pub(super) fn between(before: &Snapshot, after: &Snapshot, derived: Option<TermId>) -> Option<Self> {
        if before.len().abs_diff(after.len()) > MOST_CHANGES {
            return None;
        }
        let changed = Changed { old: Nodes::new(before, derived), new: Nodes::new(after, derived), derived };
        // What follows by rule rests on what is derived, not the other way round.
        let inferred = after.find(crate::vocab::graph("inferred").as_ref());
        let mut touched = Self::default();
        // Those who may lie elsewhere now, so that their linkages may lead elsewhere.
        let mut moved = BTreeSet::new();
        for table in diff::tables(&before.state, &after.state) {
            let rows = table.added.iter().chain(&table.removed).copied();
            let stated = rows.filter(|[.., graph]| Some(*graph) != inferred);
            changed.note(table.predicate, stated, &mut touched, &mut moved)?;
        }
        for thing in &moved {
            touched.linkages.extend(of_end(&changed.new, *thing));
        }
        touched.things.append(&mut moved);
        for nodes in [&changed.old, &changed.new] {
            let ends = Ends::read(nodes, Of::Each(&touched.linkages));
            touched.pairs.extend(ends.twos());
            touched.things.extend(ends.all.iter().map(|pair| pair.1));
        }
        Some(touched)
    }

    /// What the graph `derived` says about all this, as predicate, subject and object.
    pub(super) fn said(&self, snapshot: &Snapshot, derived: TermId) -> Vec<[TermId; 4]> {
        let of = |properties: &[NamedNodeRef<'_>], subject: TermId, object: Option<TermId>| {
            let predicates: Vec<TermId> = properties.iter().filter_map(|property| snapshot.find(*property)).collect();
            predicates
                .into_iter()
                .flat_map(move |predicate| {
                    snapshot.matches(Some(subject), Some(predicate), object, Scope::Graph(derived))
                })
                .collect::<Vec<_>>()
        };
        let things = self.things.iter().flat_map(|thing| of(&[milieu::BELONGS_TO], *thing, None));
        let linkages = self.linkages.iter().flat_map(|linkage| of(&OF_LINKAGES, *linkage, None));
        let both_ways = self.pairs.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
        let pairs = both_ways.flat_map(|(a, b)| of(&[milieu::LINKED_WITH], a, Some(b)));
        things.chain(linkages).chain(pairs).collect()
    }

    /// Those of the pairs that a linkage joins which is not touched.
    pub(super) fn still_linked<'a>(&'a self, nodes: &'a Nodes<'_>) -> impl Iterator<Item = (TermId, TermId)> + 'a {
        self.pairs.iter().copied().filter(move |&(a, b)| {
            let linkages: BTreeSet<TermId> =
                of_end(nodes, a).filter(|linkage| !self.linkages.contains(linkage)).collect();
            Ends::read(nodes, Of::Each(&linkages)).twos().any(|two| two == (a, b) || two == (b, a))
        })
    }
}

/// Two states, and the graph that holds what follows.
struct Changed<'s> {
    old: Nodes<'s>,
    new: Nodes<'s>,
    derived: Option<TermId>,
}

impl Changed<'_> {
    /// Notes what statements with `predicate` that came or went touch; `None` if that may be anything.
    fn note(
        &self,
        predicate: TermId,
        rows: impl Iterator<Item = Row> + Clone,
        touched: &mut Touched,
        moved: &mut BTreeSet<TermId>,
    ) -> Option<()> {
        // Somebody wrote by hand what is to follow.
        if rows.clone().any(|[.., graph]| Some(graph) == self.derived) {
            return None;
        }
        let is = |property: NamedNodeRef<'_>| self.new.is_named(predicate, property);
        let subjects = rows.clone().map(|[subject, ..]| subject);
        if SAID_BY.into_iter().any(is) {
            touched.linkages.extend(subjects);
        } else if is(milieu::LOCATED_IN) {
            moved.extend(subjects);
        } else if is(milieu::IN_COUNTRY) {
            let classes = self.new.classes([milieu::COUNTRY]);
            let countries: BTreeSet<TermId> = rows.map(|[_, country, _]| country).collect();
            let same = |it: &TermId| is_country(&self.old, *it, &classes) == is_country(&self.new, *it, &classes);
            if !countries.iter().all(same) {
                return None;
            }
            moved.extend(subjects);
        } else if is(org::MEMBER) {
            touched.things.extend(rows.map(|[_, member, _]| member));
        } else if is(org::MEMBER_OF) {
            touched.things.extend(subjects);
        } else if is(org::ORGANIZATION) {
            let memberships = subjects.collect();
            for nodes in [&self.old, &self.new] {
                let members = nodes.pairs(org::MEMBER, Of::Each(&memberships));
                touched.things.extend(members.into_iter().map(|pair| pair.1));
            }
        } else if is(rdf::TYPE) {
            let (groups, actors) = (self.new.classes(GROUPS), self.new.classes([milieu::ACTOR]));
            for [subject, class, _] in rows {
                if groups.contains(&class) {
                    return None;
                }
                if actors.contains(&class) {
                    touched.things.insert(subject);
                }
            }
        } else if (is(milieu::PART_OF) || is(rdfs::SUB_CLASS_OF)) && rows.count() > 0 {
            return None;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::ingest;
    use crate::model::{GraphName, NamedNode, Quad};
    use crate::vocab;

    fn said(subject: &str, predicate: NamedNodeRef<'_>, object: NamedNode) -> Quad {
        Quad::new(vocab::id(subject), predicate, object, GraphName::from(vocab::graph("mine")))
    }

    /// What a statement more touches in a world where `a` and `b` are linked; numbers of things, linkages and pairs.
    fn touched(quad: &Quad) -> Option<[usize; 3]> {
        let store = Store::new();
        let mut transaction = store.begin();
        for end in ["a", "b"] {
            transaction.insert(&said("l", milieu::HAS_END, vocab::id(end)));
            transaction.insert(&said(end, milieu::IN_COUNTRY, vocab::id("country")));
        }
        ingest::derive(&mut transaction);
        transaction.insert(quad);
        let (settled, after) = (transaction.settled().unwrap(), transaction.snapshot());
        let derived = after.find(vocab::graph("derived").as_ref());
        Touched::between(&settled, &after, derived).map(|it| [it.things.len(), it.linkages.len(), it.pairs.len()])
    }

    #[test]
    fn a_small_change_touches_little() {
        assert_eq!(touched(&said("a", rdfs::LABEL, vocab::id("x"))), Some([0, 0, 0]));
        assert_eq!(touched(&said("m", milieu::HAS_END, vocab::id("c"))), Some([1, 1, 0]));
        assert_eq!(touched(&said("l", milieu::HAS_END, vocab::id("c"))), Some([3, 1, 1]));
        assert_eq!(touched(&said("c", milieu::IN_COUNTRY, vocab::id("country"))), Some([1, 0, 0]));
        assert_eq!(touched(&said("a", milieu::LOCATED_IN, vocab::id("region"))), Some([2, 1, 1]));
        assert_eq!(touched(&said("c", rdf::TYPE, milieu::ACTOR.into_owned())), Some([1, 0, 0]));
    }

    #[test]
    fn what_may_touch_everything_says_so() {
        assert_eq!(touched(&said("c", milieu::IN_COUNTRY, vocab::id("other"))), None);
        assert_eq!(touched(&said("c", rdf::TYPE, milieu::CLUSTER.into_owned())), None);
        assert_eq!(touched(&said("region", milieu::PART_OF, vocab::id("country"))), None);
        let by_hand = Quad::new(vocab::id("a"), milieu::BELONGS_TO, vocab::id("b"), vocab::graph("derived"));
        assert_eq!(touched(&by_hand), None);
    }
}
