//! Clusters and the regions that they lie in.

use std::io::{self, Write};
use std::ops::Range;

use milieu::model::NamedNodeRef;
use milieu::model::vocab::{rdf, rdfs};
use milieu::vocab;

use super::splitmix::Rng;
use super::statements::Statements;
use super::words::{PLACES, Place, TRADES};

const SPECIALISES_IN: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/milieu/ontology#specialisesIn");

/// A cluster: its members are numbered one after the other.
pub(super) struct Cluster {
    pub(super) number: u64,
    first: u64,
    size: u64,
    pub(super) place: Place,
    pub(super) trade: (&'static str, &'static str),
    pub(super) region: u64,
}

/// Divides so many organisations among clusters of 8 to 199, most of them small.
pub(super) fn divide(seed: u64, organisations: u64) -> Vec<Cluster> {
    let mut clusters = Vec::new();
    let mut first = 0;
    while first < organisations {
        let number = clusters.len() as u64;
        let mut rng = Rng::of(seed, 1, number);
        let size = (8 + rng.skewed(192)).min(organisations - first);
        let (place, trade) = (rng.pick(&PLACES), rng.pick(&TRADES));
        clusters.push(Cluster { number, first, size, place, trade, region: 1 + rng.below(40) });
        first += size;
    }
    clusters
}

impl Cluster {
    pub(super) fn members(&self) -> Range<u64> {
        self.first..self.first + self.size
    }

    /// One of the members, the first ones far more often.
    pub(super) fn member(&self, rng: &mut Rng) -> u64 {
        self.first + rng.skewed(self.size)
    }

    pub(super) fn iri(&self) -> String {
        super::iri("cluster", self.number)
    }

    pub(super) fn country(&self) -> String {
        format!("http://publications.europa.eu/resource/authority/country/{}", self.place.country)
    }

    pub(super) fn region(&self) -> String {
        format!("http://data.europa.eu/nuts/code/{}{:02}", self.place.region, self.region)
    }

    pub(super) fn write(&self, to: &mut Statements<impl Write>) -> io::Result<()> {
        to.within("generated-clusters");
        let (cluster, region, country) = (self.iri(), self.region(), self.country());
        let (trade, class) = self.trade;
        let city = self.place.cities[0];
        to.link(&cluster, rdf::TYPE, vocab::milieu::CLUSTER.as_str())?;
        to.in_language(&cluster, rdfs::LABEL, format_args!("{trade} around {city} {}", self.number), "en")?;
        to.in_language(&cluster, rdfs::LABEL, format_args!("{city}: {trade}"), self.place.language)?;
        to.link(&cluster, SPECIALISES_IN, &format!("http://data.europa.eu/ux2/nace2/{class}"))?;
        to.link(&cluster, vocab::milieu::LOCATED_IN, &region)?;
        to.link(&cluster, vocab::milieu::IN_COUNTRY, &country)?;
        // Said again by each cluster of the region, as sources do.
        to.link(&region, rdf::TYPE, vocab::milieu::REGION.as_str())?;
        let code = format!("{}{:02}", self.place.region, self.region);
        to.text(&region, vocab::skos::NOTATION, &code)?;
        to.in_language(&region, rdfs::LABEL, format_args!("Region {code}"), "en")?;
        to.link(&region, vocab::milieu::PART_OF, &country)?;
        to.link(&country, rdf::TYPE, vocab::milieu::COUNTRY.as_str())?;
        to.text(&country, rdfs::LABEL, self.place.country)
    }
}
