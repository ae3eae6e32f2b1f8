//! Which groups an actor belongs to, and which countries it lies in.

use rustc_hash::{FxHashMap, FxHashSet};

use super::linkage::Ends;
use super::nodes::{Nodes, Of, seconds};
use crate::model::NamedNodeRef;
use crate::vocab::{milieu, org};

/// What has members.
pub(super) const GROUPS: [NamedNodeRef<'static>; 4] = [milieu::GROUP, milieu::CLUSTER, milieu::REGION, milieu::COUNTRY];

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
    /// Where the things lie that it is about.
    pub(super) fn read(nodes: &Nodes<'_>, of: Of<'_>) -> Self {
        let in_country = nodes.pairs(milieu::IN_COUNTRY, of);
        let located = nodes.pairs(milieu::LOCATED_IN, of);
        // There are few regions, and each is above many things.
        let parts = nodes.pairs(milieu::PART_OF, Of::All);
        let mut above: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut regions = Vec::with_capacity(located.len() * 5);
        for (thing, region) in located {
            let chain = above.entry(region).or_insert_with(|| chain(&parts, region));
            regions.extend(chain.iter().map(|&place| (thing, place)));
        }
        regions.sort_unstable();
        regions.dedup();
        let countries = match of {
            Of::All => {
                let mut countries = nodes.instances(&nodes.classes([milieu::COUNTRY]), Of::All);
                countries.extend(in_country.iter().map(|pair| pair.1));
                countries
            }
            Of::Each(_) => {
                let classes = nodes.classes([milieu::COUNTRY]);
                let places: FxHashSet<u32> = regions.iter().map(|pair| pair.1).collect();
                places.into_iter().filter(|place| is_country(nodes, *place, &classes)).collect()
            }
        };
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

/// Whether `place` is one by its class, which is one of `classes`, or by having something in it.
pub(super) fn is_country(nodes: &Nodes<'_>, place: u32, classes: &[u32]) -> bool {
    nodes.is_a(place, classes) || nodes.leading_to(milieu::IN_COUNTRY, place).next().is_some()
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
pub(super) fn belonging(nodes: &Nodes<'_>, ends: &Ends, places: &Places, of: Of<'_>) -> FxHashSet<(u32, u32)> {
    let joined = joined(nodes, of);
    let classes = nodes.classes(GROUPS);
    let mut groups = nodes.instances(&classes, of);
    if let Of::Each(_) = of {
        let wholes: FxHashSet<u32> = joined.iter().map(|pair| pair.1).collect();
        groups.extend(wholes.into_iter().filter(|whole| nodes.is_a(*whole, &classes)));
    }

    let mut actors = nodes.instances(&nodes.classes([milieu::ACTOR]), of);
    match of {
        Of::All => actors.extend(ends.all.iter().map(|pair| pair.1)),
        Of::Each(things) => actors.extend(things.iter().filter(|thing| is_end(nodes, **thing))),
    }
    actors.extend(joined.iter().map(|pair| pair.0));
    actors.retain(|actor| !groups.contains(actor));

    // What one is a member of need not be a group (an association is none); where one lies always is.
    let joined = joined.into_iter().filter(|pair| groups.contains(&pair.1));
    let lying = places.in_country.iter().chain(&places.regions).copied();
    joined.chain(lying).filter(|pair| actors.contains(&pair.0)).collect()
}

/// Member and what it is a member of, by a membership or at once.
fn joined(nodes: &Nodes<'_>, of: Of<'_>) -> Vec<(u32, u32)> {
    let members = match of {
        Of::All => nodes.pairs(org::MEMBER, Of::All),
        Of::Each(things) => {
            let memberships = |member: &u32| {
                let member = *member;
                nodes.leading_to(org::MEMBER, member).map(move |membership| (membership, member))
            };
            things.iter().flat_map(memberships).collect()
        }
    };
    let organisations = match of {
        Of::All => nodes.pairs(org::ORGANIZATION, Of::All),
        Of::Each(_) => nodes.pairs(org::ORGANIZATION, Of::Each(&members.iter().map(|pair| pair.0).collect())),
    };
    let wholes = |(membership, member): &(u32, u32)| {
        let member = *member;
        seconds(&organisations, *membership).map(move |whole| (member, whole))
    };
    let mut joined: Vec<(u32, u32)> = members.iter().flat_map(wholes).collect();
    joined.extend(nodes.pairs(org::MEMBER_OF, of));
    joined
}

fn is_end(nodes: &Nodes<'_>, thing: u32) -> bool {
    super::linkage::of_end(nodes, thing).next().is_some()
}
