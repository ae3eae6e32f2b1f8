//! A world of clusters as large as one likes, the same bytes each time: what loads and queries are measured on.
//!
//! Clusters lie in regions of real countries; their invented organisations are members of them, are linked to one another (more
//! often within the cluster, a few of them far more often than the rest), and take part in projects, each a linkage of several
//! ends. Every organisation brings about 44 triples with it. The terms are those of the ontology.

mod actor;
mod cluster;
mod linkage;
mod splitmix;
mod statements;
mod words;

use std::io::{self, Write};

use cluster::Cluster;
use statements::Statements;
pub(crate) use statements::Syntax;

/// Triples an organisation brings with it, its cluster's share among them.
const TRIPLES_AN_ORGANISATION: u64 = 44;

/// A world: how large, and which of the many of that size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    organisations: u64,
    seed: u64,
}

impl World {
    /// A world of about so many triples; within 2 % from 100,000 on.
    pub(crate) fn of_triples(triples: u64) -> Self {
        Self { organisations: (triples / TRIPLES_AN_ORGANISATION).max(1), seed: 2026 }
    }

    /// Writes all of it; gives the number of triples.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub(crate) fn write(&self, out: impl Write, syntax: Syntax) -> io::Result<u64> {
        let mut statements = Statements::new(out, syntax);
        let clusters = cluster::divide(self.seed, self.organisations);
        for cluster in &clusters {
            cluster.write(&mut statements)?;
            for organisation in cluster.members() {
                self.organisation(organisation, cluster, &clusters, &mut statements)?;
            }
        }
        statements.flush()?;
        Ok(statements.written)
    }

    fn organisation(
        &self,
        number: u64,
        cluster: &Cluster,
        clusters: &[Cluster],
        to: &mut Statements<impl Write>,
    ) -> io::Result<()> {
        actor::write(self.seed, number, cluster, clusters, to)?;
        linkage::write(self.seed, number, cluster, self.organisations, to)
    }
}

/// The IRI of a thing of this world.
fn iri(kind: &str, number: u64) -> String {
    format!("{}generated/{kind}/{number}", milieu::vocab::ID)
}

/// The IRI of a concept of one of the ontology's schemes.
fn concept(scheme: &str, name: &str) -> String {
    format!("{}{scheme}#{name}", milieu::vocab::SCHEME)
}
