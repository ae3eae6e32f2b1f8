//! Which groups an actor belongs to, and which countries it lies in.

use rustc_hash::{FxHashMap, FxHashSet};

use super::linkage::Ends;
use super::nodes::{Nodes, seconds};
use crate::vocab::{milieu, org};

/// Where things lie.
pub(super) struct Places {
    /// Thing and country, as said.
    in_country: Vec<(u32, u32)>,
    /// Thing and each region it lies in, as said or by `partOf`, up to the country at the top.
    regions: Vec<(u32, u32)>,
    /// What is known to be a country, by its class or by having something in it.
    countries: FxHashSet<u32>,
}

impl Places {
    pub(super) fn read(nodes: &Nodes<'_>) -> Self {
        let in_country = nodes.pairs(milieu::IN_COUNTRY);
        let mut countries = nodes.instances(milieu::COUNTRY);
        countries.extend(in_country.iter().map(|pair| pair.1));
        let located = nodes.pairs(milieu::LOCATED_IN);
        let parts = nodes.pairs(milieu::PART_OF);
        let mut above: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut regions = Vec::with_capacity(located.len() * 5);
        for (thing, region) in located {
            let chain = above.entry(region).or_insert_with(|| chain(&parts, region));
            regions.extend(chain.iter().map(|&place| (thing, place)));
        }
        regions.sort_unstable();
        regions.dedup();
        Self { in_country, regions, countries }
    }

    /// Whether the things lie in two or more countries together; one whose country is not said counts by its region.
    pub(super) fn are_abroad(&self, things: impl Iterator<Item = u32>) -> bool {
        let mut first = None;
        for thing in things {
            let mut said = seconds(&self.in_country, thing).peekable();
            let known = said.peek().is_some();
            let by_region = seconds(&self.regions, thing).filter(|place| !known && self.countries.contains(place));
            for country in said.chain(by_region) {
                if *first.get_or_insert(country) != country {
                    return true;
                }
            }
        }
        false
    }
}

/// A region and all that it is part of; a circle ends where it closes.
fn chain(parts: &[(u32, u32)], region: u32) -> Vec<u32> {
    let mut chain = vec![region];
    let mut next = 0;
    while next < chain.len() {
        for whole in seconds(parts, chain[next]) {
            if !chain.contains(&whole) {
                chain.push(whole);
            }
        }
        next += 1;
    }
    chain
}

/// Actor and group, each once.
///
/// An actor is what the data calls one, what a linkage ends in, and what a membership or `org:memberOf` names as the member; a
/// group is never counted among the members of another.
pub(super) fn belonging(nodes: &Nodes<'_>, ends: &Ends, places: &Places) -> FxHashSet<(u32, u32)> {
    let mut groups = nodes.instances(milieu::GROUP);
    for class in [milieu::CLUSTER, milieu::REGION, milieu::COUNTRY] {
        groups.extend(nodes.instances(class));
    }
    let members = nodes.pairs(org::MEMBER);
    let organisations = nodes.pairs(org::ORGANIZATION);
    let mut joined: Vec<(u32, u32)> = members
        .iter()
        .flat_map(|&(membership, member)| seconds(&organisations, membership).map(move |whole| (member, whole)))
        .collect();
    joined.extend(nodes.pairs(org::MEMBER_OF));

    let mut actors = nodes.instances(milieu::ACTOR);
    actors.extend(ends.all.iter().map(|pair| pair.1));
    actors.extend(joined.iter().map(|pair| pair.0));
    actors.retain(|actor| !groups.contains(actor));

    // What one is a member of need not be a group (an association is none); where one lies always is.
    let joined = joined.into_iter().filter(|pair| groups.contains(&pair.1));
    let lying = places.in_country.iter().chain(&places.regions).copied();
    joined.chain(lying).filter(|pair| actors.contains(&pair.0)).collect()
}
