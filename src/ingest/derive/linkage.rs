//! What follows from the ends of a linkage.

use super::Derived;
use super::belonging::Places;
use super::nodes::Nodes;
use crate::model::Literal;
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
    pub(super) fn read(nodes: &mut Nodes<'_>) -> Self {
        let said = nodes.pairs(milieu::HAS_END);
        let mut implied = nodes.pairs(milieu::LEADS_FROM);
        implied.extend(nodes.pairs(milieu::LEADS_TO));
        implied.retain(|pair| said.binary_search(pair).is_err());
        implied.sort_unstable();
        implied.dedup();
        let mut all = said;
        all.extend_from_slice(&implied);
        all.sort_unstable();
        Self { all, implied }
    }
}

pub(super) fn derive(nodes: &Nodes<'_>, ends: &Ends, places: &Places, derived: &mut Derived<'_>) {
    for &(linkage, end) in &ends.implied {
        derived.add(nodes.name(linkage), milieu::HAS_END, nodes.name(end).clone());
    }
    for group in ends.all.chunk_by(|a, b| a.0 == b.0) {
        let linkage = nodes.name(group[0].0);
        derived.add(linkage, milieu::END_COUNT, Literal::new_typed_literal(group.len().to_string(), xsd::INTEGER));
        if group.len() < 2 {
            continue;
        }
        derived.add(linkage, milieu::TIE_WEIGHT, Literal::new_typed_literal(weight(group.len()), xsd::DECIMAL));
        if places.are_abroad(group.iter().map(|pair| pair.1)) {
            derived.add(linkage, rdf::TYPE, milieu::INTERNATIONAL_LINKAGE);
        }
        if let [(_, a), (_, b)] = *group {
            derived.add(nodes.name(a), milieu::LINKED_WITH, nodes.name(b).clone());
            derived.add(nodes.name(b), milieu::LINKED_WITH, nodes.name(a).clone());
        }
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
