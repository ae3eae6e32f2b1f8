//! Linkages, and the projects that some of them rest on.

use std::io::{self, Write};

use milieu::model::NamedNodeRef;
use milieu::model::vocab::{rdf, rdfs, xsd};
use milieu::vocab::{milieu as m, s66, schema};

use super::cluster::Cluster;
use super::splitmix::Rng;
use super::statements::Statements;
use super::words::{CHANNELS, FLOWS, LINKAGE_KINDS};
use super::{concept, iri};

const HAS_FORMALITY: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/milieu/ontology#hasFormality");
const STRENGTH: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/milieu/ontology#strength");

/// What the organisation with this number begins: nearly six in ten a linkage of few ends, about one in three a project.
pub(super) fn write(
    seed: u64,
    number: u64,
    cluster: &Cluster,
    organisations: u64,
    to: &mut Statements<impl Write>,
) -> io::Result<()> {
    let mut rng = Rng::of(seed, 3, number);
    if rng.percent(58) {
        let ends = ends(number, 2 + rng.skewed(4), cluster, organisations, &mut rng);
        linkage(number, &ends, &mut rng, to)?;
    }
    if rng.percent(36) {
        let ends = ends(number, 2 + rng.skewed(14), cluster, organisations, &mut rng);
        project(number, &ends, &mut rng, to)?;
    }
    Ok(())
}

/// The one who begins and partners, each once: six in ten from the same cluster, the others from anywhere.
fn ends(number: u64, wanted: u64, cluster: &Cluster, organisations: u64, rng: &mut Rng) -> Vec<u64> {
    let mut ends = vec![number];
    for _ in 0..wanted {
        let partner = if rng.percent(60) { cluster.member(rng) } else { rng.skewed(organisations) };
        if !ends.contains(&partner) {
            ends.push(partner);
        }
    }
    ends
}

fn linkage(number: u64, ends: &[u64], rng: &mut Rng, to: &mut Statements<impl Write>) -> io::Result<()> {
    to.within("generated-linkages");
    let linkage = iri("linkage", number);
    let kind = rng.pick(&LINKAGE_KINDS);
    to.link(&linkage, rdf::TYPE, m::LINKAGE.as_str())?;
    to.in_language(&linkage, rdfs::LABEL, format_args!("{kind} {number}"), "en")?;
    for end in ends {
        to.link(&linkage, m::HAS_END, &iri("actor", *end))?;
    }
    to.link(&linkage, m::HAS_LINKAGE_KIND, &concept("linkage-kind", kind))?;
    to.link(&linkage, m::CARRIES_FLOW, &concept("flow", rng.pick(&FLOWS)))?;
    let knowledge = rng.pick(&["tacit", "codified"]);
    to.link(&linkage, m::TRANSFERS_KNOWLEDGE, &concept("knowledge-type", knowledge))?;
    to.link(&linkage, m::USES_CHANNEL, &concept("channel", rng.pick(&CHANNELS)))?;
    to.link(&linkage, HAS_FORMALITY, &concept("formality", rng.pick(&["formal", "informal"])))?;
    to.typed(&linkage, STRENGTH, 1 + rng.below(5), xsd::INTEGER)?;
    let year = 1995 + rng.below(28);
    to.typed(&linkage, schema::START_DATE, day(year, rng), xsd::DATE)?;
    to.typed(&linkage, schema::END_DATE, day(year + 1 + rng.below(6), rng), xsd::DATE)
}

fn project(number: u64, ends: &[u64], rng: &mut Rng, to: &mut Statements<impl Write>) -> io::Result<()> {
    to.within("generated-projects");
    let project = iri("project", number);
    let linkage = iri("linkage/project", number);
    let year = 2007 + rng.below(16);
    let (start, end) = (day(year, rng), day(year + 2 + rng.below(3), rng));
    to.link(&project, rdf::TYPE, s66::PROJECT.as_str())?;
    to.in_language(&project, rdfs::LABEL, format_args!("Project {number} on what {} firms share", ends.len()), "en")?;
    to.typed(&project, s66::RCN, 200_000 + number, xsd::INTEGER)?;
    to.typed(&project, s66::START_DATE, &start, xsd::DATE)?;
    to.typed(&project, s66::END_DATE, &end, xsd::DATE)?;
    to.link(&linkage, rdf::TYPE, m::LINKAGE.as_str())?;
    to.in_language(&linkage, rdfs::LABEL, format_args!("Joint research in project {number}"), "en")?;
    to.link(&linkage, m::HAS_LINKAGE_KIND, &concept("linkage-kind", "joint-research"))?;
    to.link(&linkage, m::RESTS_ON, &project)?;
    to.typed(&linkage, schema::START_DATE, &start, xsd::DATE)?;
    let mut total = 0;
    for (place, end) in ends.iter().enumerate() {
        to.link(&linkage, m::HAS_END, &iri("actor", *end))?;
        let role = format!("{}/{place}", iri("role", number));
        let share = 20_000 + rng.skewed(900_000);
        total += share;
        to.link(&project, s66::HAS_INVOLVED_PARTY, &role)?;
        to.link(&role, rdf::TYPE, s66::ORGANISATION_ROLE.as_str())?;
        to.link(&role, s66::IS_ROLE_OF, &iri("actor", *end))?;
        to.text(&role, s66::ROLE_LABEL, if place == 0 { "coordinator" } else { "participant" })?;
        to.typed(&role, m::CONTRIBUTION, format_args!("{share}.{:02}", rng.below(100)), xsd::DECIMAL)?;
    }
    to.typed(&project, m::MAXIMUM_CONTRIBUTION, total, xsd::INTEGER)?;
    to.typed(&project, m::TOTAL_COST, total + rng.below(total), xsd::INTEGER)
}

fn day(year: u64, rng: &mut Rng) -> String {
    format!("{year}-{:02}-{:02}", 1 + rng.below(12), 1 + rng.below(28))
}
