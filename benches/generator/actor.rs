//! Organisations and their memberships.

use std::io::{self, Write};

use milieu::model::NamedNodeRef;
use milieu::model::vocab::{rdf, rdfs, xsd};
use milieu::vocab::{dct, foaf, milieu as m, org, skos, wgs};

use super::cluster::Cluster;
use super::splitmix::Rng;
use super::statements::Statements;
use super::words::{FIRST, KINDS, SECOND};
use super::{concept, iri};

const S66: &str = "http://data.europa.eu/s66#";

pub(super) fn write(
    seed: u64,
    number: u64,
    cluster: &Cluster,
    clusters: &[Cluster],
    to: &mut Statements<impl Write>,
) -> io::Result<()> {
    to.within("generated-actors");
    let mut rng = Rng::of(seed, 2, number);
    let actor = iri("actor", number);
    let (kind, class) = rng.pick(&KINDS);
    to.link(&actor, rdf::TYPE, m::ACTOR.as_str())?;
    if !class.is_empty() {
        to.link(&actor, rdf::TYPE, &format!("{S66}{class}"))?;
    }
    names(&actor, number, cluster, &mut rng, to)?;
    to.text(&actor, dct::IDENTIFIER, 100_000_000 + number)?;
    to.link(&actor, org::CLASSIFICATION, &concept("actor-kind", kind))?;
    to.link(&actor, m::IN_COUNTRY, &cluster.country())?;
    to.link(&actor, m::LOCATED_IN, &cluster.region())?;
    let city = rng.pick(&cluster.place.cities);
    to.text(&actor, m::CITY_NAME, city)?;
    let (north, east) = cluster.place.middle;
    degrees(&actor, wgs::LAT, north, &mut rng, to)?;
    degrees(&actor, wgs::LONG, east, &mut rng, to)?;
    to.link(&actor, foaf::HOMEPAGE, &format!("https://www.example.org/firms/{number}?in={}", cluster.place.region))?;
    membership(number * 2, &actor, &cluster.iri(), to)?;
    if rng.percent(30) {
        let other = usize::try_from(rng.below(clusters.len() as u64)).expect("an index");
        membership(number * 2 + 1, &actor, &clusters[other].iri(), to)?;
    }
    Ok(())
}

fn names(
    actor: &str,
    number: u64,
    cluster: &Cluster,
    rng: &mut Rng,
    to: &mut Statements<impl Write>,
) -> io::Result<()> {
    let (first, second) = (rng.pick(&FIRST), rng.pick(&SECOND));
    let (trade, _) = cluster.trade;
    let place = &cluster.place;
    let city = place.cities[0];
    to.in_language(actor, rdfs::LABEL, format_args!("{first} {second} {number}"), "en")?;
    to.in_language(actor, rdfs::LABEL, format_args!("{} {trade} {first} {number}", place.company), place.language)?;
    to.text(actor, skos::ALT_LABEL, format_args!("{}{}{number}", &first[..1], &second[..1]))?;
    if rng.percent(4) {
        let words = format!("\"{first}\" makes {trade} in {city}.\nFounded by {} of its members.", 2 + rng.below(30));
        return to.escaped(actor, dct::DESCRIPTION, &words);
    }
    let year = 1880 + rng.below(140);
    let words = format_args!(
        "{first} {second} makes {trade} in {city} since {year} and works with firms, universities and authorities nearby."
    );
    to.in_language(actor, dct::DESCRIPTION, words, "en")
}

fn degrees(
    actor: &str,
    predicate: NamedNodeRef<'_>,
    middle: i64,
    rng: &mut Rng,
    to: &mut Statements<impl Write>,
) -> io::Result<()> {
    let whole = middle + i64::try_from(rng.below(4)).expect("four fits");
    to.typed(actor, predicate, format_args!("{whole}.{:04}", rng.below(10_000)), xsd::DECIMAL)
}

fn membership(number: u64, actor: &str, cluster: &str, to: &mut Statements<impl Write>) -> io::Result<()> {
    let membership = iri("membership", number);
    to.link(&membership, rdf::TYPE, org::MEMBERSHIP.as_str())?;
    to.link(&membership, org::MEMBER, actor)?;
    to.link(&membership, org::ORGANIZATION, cluster)?;
    to.link(&membership, org::ROLE, &concept("actor-role", "cluster-member"))
}
