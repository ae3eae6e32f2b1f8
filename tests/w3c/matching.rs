//! Whether two bags of rows are the same but for the names of their blank nodes.

use std::collections::HashMap;

use milieu::model::{BlankNode, Literal, NamedOrBlankNode, Term};

use crate::answer::Row;

/// Says when two literals of a column that are not the same term count as the same.
pub(crate) type Alike<'a> = &'a dyn Fn(usize, &Literal, &Literal) -> bool;

/// Which blank node of one side is which of the other.
#[derive(Default)]
struct Names {
    there: HashMap<BlankNode, BlankNode>,
    back: HashMap<BlankNode, BlankNode>,
    /// What was named, in order, so that it can be taken back.
    trail: Vec<(BlankNode, BlankNode)>,
}

impl Names {
    fn pair(&mut self, one: &BlankNode, other: &BlankNode) -> bool {
        match (self.there.get(one), self.back.get(other)) {
            (None, None) => {
                self.there.insert(one.clone(), other.clone());
                self.back.insert(other.clone(), one.clone());
                self.trail.push((one.clone(), other.clone()));
                true
            }
            (Some(known), _) => known == other,
            (None, Some(_)) => false,
        }
    }

    fn take_back(&mut self, to: usize) {
        for (one, other) in self.trail.drain(to..) {
            self.there.remove(&one);
            self.back.remove(&other);
        }
    }

    fn term(&mut self, column: usize, one: &Term, other: &Term, alike: Alike<'_>) -> bool {
        match (one, other) {
            (Term::BlankNode(one), Term::BlankNode(other)) => self.pair(one, other),
            (Term::Literal(one), Term::Literal(other)) => one == other || alike(column, one, other),
            (Term::Triple(one), Term::Triple(other)) => {
                one.predicate == other.predicate
                    && self.term(column, &subject(&one.subject), &subject(&other.subject), alike)
                    && self.term(column, &one.object, &other.object, alike)
            }
            (one, other) => one == other,
        }
    }

    fn row(&mut self, one: &Row, other: &Row, alike: Alike<'_>) -> bool {
        one.len() == other.len()
            && one.iter().zip(other).enumerate().all(|(column, pair)| match pair {
                (Some(one), Some(other)) => self.term(column, one, other, alike),
                (one, other) => one.is_none() && other.is_none(),
            })
    }

    fn could_be(&mut self, one: &Row, other: &Row, alike: Alike<'_>) -> bool {
        let mark = self.trail.len();
        let could = self.row(one, other, alike);
        self.take_back(mark);
        could
    }

    /// Pairs all rows of `left` with all of `right`, the row with the fewest partners first.
    fn bag(&mut self, left: &mut Vec<&Row>, right: &mut Vec<&Row>, alike: Alike<'_>) -> bool {
        let mut fewest: Option<(usize, Vec<usize>)> = None;
        for (at, row) in left.iter().enumerate() {
            let partners: Vec<_> = (0..right.len()).filter(|&other| self.could_be(row, right[other], alike)).collect();
            if partners.is_empty() {
                return false;
            }
            if fewest.as_ref().is_none_or(|(_, known)| partners.len() < known.len()) {
                let only = partners.len() == 1;
                fewest = Some((at, partners));
                if only {
                    break;
                }
            }
        }
        let Some((at, partners)) = fewest else { return right.is_empty() };
        let row = left.swap_remove(at);
        for partner in partners {
            let mark = self.trail.len();
            let other = right.swap_remove(partner);
            if self.row(row, other, alike) && self.bag(left, right, alike) {
                return true;
            }
            self.take_back(mark);
            right.push(other);
            let last = right.len() - 1;
            right.swap(partner, last);
        }
        left.push(row);
        let last = left.len() - 1;
        left.swap(at, last);
        false
    }
}

fn subject(node: &NamedOrBlankNode) -> Term {
    node.clone().into()
}

/// The same rows, each as often, in any order.
pub(crate) fn same_bag(expected: &[Row], actual: &[Row], alike: Alike<'_>) -> bool {
    expected.len() == actual.len()
        && Names::default().bag(&mut expected.iter().collect(), &mut actual.iter().collect(), alike)
}

/// The same rows in the same order.
pub(crate) fn same_sequence(expected: &[Row], actual: &[Row], alike: Alike<'_>) -> bool {
    let mut names = Names::default();
    expected.len() == actual.len() && expected.iter().zip(actual).all(|(one, other)| names.row(one, other, alike))
}
