//! What follows from the ends of a linkage.

use super::Derived;
use super::belonging::Places;
use super::nodes::{Nodes, Of};
use crate::model::NamedNodeRef;
use crate::model::vocab::{rdf, xsd};
use crate::vocab::milieu;

/// Decimal places of a tie weight: as many as an `xsd:decimal` of the SPARQL evaluator keeps.
const SCALE: u32 = 18;

/// The ends of every linkage, said and implied.
pub(super) struct Ends {
    /// Linkage and end, sorted, each once.
    pub(super) all: Vec<(u32, u32)>,
    /// Those that only `leadsFrom` or `leadsTo` imply.
    implied: Vec<(u32, u32)>,
}

impl Ends {
    /// The ends of the linkages that it is about.
    pub(super) fn read(nodes: &Nodes<'_>, of: Of<'_>) -> Self {
        let said = nodes.pairs(milieu::HAS_END, of);
        let mut implied = nodes.pairs(milieu::LEADS_FROM, of);
        implied.extend(nodes.pairs(milieu::LEADS_TO, of));
        implied.retain(|pair| said.binary_search(pair).is_err());
        implied.sort_unstable();
        implied.dedup();
        let mut all = said;
        all.extend_from_slice(&implied);
        all.sort_unstable();
        Self { all, implied }
    }

    /// The two ends of each linkage that has two and no more.
    pub(super) fn twos(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.all.chunk_by(|a, b| a.0 == b.0).filter_map(|group| match *group {
            [(_, a), (_, b)] => Some((a, b)),
            _ => None,
        })
    }
}

/// What an end of a linkage may be said by.
pub(super) const SAID_BY: [NamedNodeRef<'static>; 3] = [milieu::HAS_END, milieu::LEADS_FROM, milieu::LEADS_TO];

/// The linkages that end in `thing`, one perhaps more than once.
pub(super) fn of_end(nodes: &Nodes<'_>, thing: u32) -> impl Iterator<Item = u32> {
    SAID_BY.into_iter().flat_map(move |property| nodes.leading_to(property, thing))
}

pub(super) fn derive(ends: &Ends, places: &Places, derived: &mut Derived<'_, '_>) {
    for &(linkage, end) in &ends.implied {
        derived.add(linkage, milieu::HAS_END, end);
    }
    for group in ends.all.chunk_by(|a, b| a.0 == b.0) {
        let linkage = group[0].0;
        let count = derived.literal(&group.len().to_string(), xsd::INTEGER);
        derived.add(linkage, milieu::END_COUNT, count);
        if group.len() < 2 {
            continue;
        }
        let weight = derived.literal(&weight(group.len()), xsd::DECIMAL);
        derived.add(linkage, milieu::TIE_WEIGHT, weight);
        if places.are_abroad(group.iter().map(|pair| pair.1)) {
            let international = derived.named(milieu::INTERNATIONAL_LINKAGE);
            derived.add(linkage, rdf::TYPE, international);
        }
    }
    for (a, b) in ends.twos() {
        derived.linked(a, b);
    }
}

/// `1/(n-1)` as the shortest decimal, cut after [`SCALE`] places as SPARQL's own division cuts it.
fn weight(ends: usize) -> String {
    let partners = ends as u64 - 1;
    if partners == 1 {
        return "1".to_owned();
    }
    let digits = 10_u64.pow(SCALE) / partners;
    let padded = format!("{digits:018}");
    format!("0.{}", padded.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn weights_add_up_to_one() {
        assert_eq!(weight(2), "1");
        assert_eq!(weight(3), "0.5");
        assert_eq!(weight(4), "0.333333333333333333");
        assert_eq!(weight(11), "0.1");
        assert_eq!(weight(102), "0.009900990099009900".trim_end_matches('0'));
    }
}
