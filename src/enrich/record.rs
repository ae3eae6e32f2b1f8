//! What `graph:provenance` says of enrichments: who was asked, what, when and about which things, and which lookups failed.

use std::collections::BTreeMap;
use std::time::SystemTime;

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::endpoint::host;
use super::report::Failure;
use crate::ingest::date_time;
use crate::model::vocab::{rdf, rdfs, xsd};
use crate::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use crate::snapshot::Snapshot;
use crate::store::Transaction;
use crate::vocab::{self, dcat, dct, milieu, prov};

fn here() -> GraphName {
    vocab::graph("provenance").into()
}

/// Who is asked, and what: that, and nothing else, makes two enrichments the same.
pub(super) struct Asked {
    /// The endpoint; none where each thing's own address is asked.
    pub(super) endpoint: Option<NamedNode>,
    /// The query, without the things.
    pub(super) query: Option<String>,
}

impl Asked {
    /// The enrichments of a snapshot that asked this.
    fn enrichments(&self, said: &Said) -> Vec<NamedNode> {
        let all = said.subjects(rdf::TYPE, milieu::ENRICHMENT.into());
        let endpoint: Vec<Term> = self.endpoint.iter().cloned().map(Term::from).collect();
        let query: Vec<Term> = self.query.iter().map(|text| Literal::new_simple_literal(text).into()).collect();
        let asks_this = |enrichment: &NamedNode| {
            said.objects(enrichment, prov::USED) == endpoint && said.objects(enrichment, milieu::QUERY_TEXT) == query
        };
        all.into_iter().filter(asks_this).collect()
    }

    /// The things that were answered about, since a moment if one is given.
    pub(super) fn known(&self, snapshot: &Snapshot, since: Option<SystemTime>) -> FxHashSet<NamedNode> {
        let said = Said(snapshot.clone());
        let is_fresh = |enrichment: &NamedNode| {
            since.is_none_or(|since| {
                let ended = said.objects(enrichment, prov::ENDED_AT_TIME);
                ended.iter().filter_map(time_of).any(|ended| ended >= since)
            })
        };
        let enrichments = self.enrichments(&said).into_iter().filter(is_fresh);
        enrichments.flat_map(|enrichment| said.objects(&enrichment, milieu::ASKS_ABOUT)).filter_map(node_of).collect()
    }
}

/// Whether all that wrote into `graph` were enrichments.
pub(super) fn is_enriched(snapshot: &Snapshot, graph: &NamedNode) -> bool {
    let said = Said(snapshot.clone());
    let by = said.objects(graph, prov::WAS_GENERATED_BY);
    let is_enrichment = |by: &Term| {
        node_of(by.clone()).is_some_and(|by| said.objects(&by, rdf::TYPE).contains(&milieu::ENRICHMENT.into()))
    };
    !by.is_empty() && by.iter().all(is_enrichment)
}

/// An enrichment under way, as it is written down.
pub(super) struct Record<'r> {
    asked: &'r Asked,
    enrichment: NamedNode,
    place: String,
    started: SystemTime,
}

/// What is written down of a batch.
pub(super) struct Entry<'e> {
    /// The graphs that hold what came, each with the address that it is from.
    pub(super) graphs: BTreeMap<&'e NamedNode, String>,
    pub(super) answered: Vec<&'e NamedNode>,
    pub(super) failed: Vec<(&'e NamedNode, &'e Failure)>,
    pub(super) ended: SystemTime,
}

impl<'r> Record<'r> {
    pub(super) fn new(asked: &'r Asked, started: SystemTime) -> Self {
        let place = asked.endpoint.as_ref().map_or("the web of data", |endpoint| host(endpoint.as_str())).to_owned();
        let mut hash = Sha256::new();
        for part in [asked.endpoint.as_ref().map(NamedNode::as_str), asked.query.as_deref()] {
            hash.update(part.unwrap_or_default());
            hash.update([0]);
        }
        let name = place.replace(' ', "-");
        let second = humantime::format_rfc3339_seconds(started);
        let enrichment = vocab::id(&format!("enrichment/{name}/{second}-{}", &crate::hex(&hash.finalize())[..8]));
        Self { asked, enrichment, place, started }
    }

    /// The name of whom is asked, for people.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Says what a batch brought, in place of what was said of the same things before.
    pub(super) fn write(&self, transaction: &mut Transaction<'_>, entry: &Entry<'_>) {
        self.take_back(transaction, entry);
        let mut say = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
            transaction.insert(&Quad::new(subject.clone(), predicate.into_owned(), object, here()));
        };
        let english = |text: String| Term::from(Literal::new_language_tagged_literal_unchecked(text, "en"));
        let own = &self.enrichment;
        say(own, rdf::TYPE, milieu::ENRICHMENT.into_owned().into());
        say(own, rdf::TYPE, prov::ACTIVITY.into_owned().into());
        say(own, rdfs::LABEL, english(format!("Enrichment from {}", self.place)));
        if let Some(endpoint) = &self.asked.endpoint {
            say(own, prov::USED, endpoint.clone().into());
        }
        if let Some(query) = &self.asked.query {
            say(own, milieu::QUERY_TEXT, Literal::new_simple_literal(query).into());
        }
        say(own, prov::STARTED_AT_TIME, date_time(self.started).into());
        say(own, prov::ENDED_AT_TIME, date_time(entry.ended).into());
        for (graph, address) in &entry.graphs {
            let title = format!("What {} says", host(address));
            say(graph, rdf::TYPE, dcat::DATASET.into_owned().into());
            say(graph, rdfs::LABEL, english(title.clone()));
            say(graph, dct::TITLE, english(title));
            say(graph, prov::WAS_GENERATED_BY, own.clone().into());
            if let Ok(address) = NamedNode::new(address) {
                say(graph, dct::SOURCE, address.into());
            }
        }
        for thing in &entry.answered {
            say(own, milieu::ASKS_ABOUT, (*thing).clone().into());
        }
        for (thing, failure) in &entry.failed {
            let hash = crate::hex(&Sha256::digest(thing.as_str()));
            let failed = NamedNode::new_unchecked(format!("{}/failed/{}", own.as_str(), &hash[..16]));
            say(&failed, rdf::TYPE, milieu::FAILED_LOOKUP.into_owned().into());
            say(&failed, rdfs::LABEL, english(format!("Failed lookup of {}", thing.as_str())));
            say(&failed, dct::IS_PART_OF, own.clone().into());
            say(&failed, milieu::ASKS_ABOUT, (*thing).clone().into());
            say(&failed, dct::DESCRIPTION, english(failure.reason.clone()));
            if let Some(status) = failure.status {
                say(&failed, milieu::HTTP_STATUS, Literal::new_typed_literal(status.to_string(), xsd::INTEGER).into());
            }
        }
    }

    /// Takes back that these things were answered about or failed when the same was asked before, enrichments of which nothing is left then, and
    /// when this one last ended.
    fn take_back(&self, transaction: &mut Transaction<'_>, entry: &Entry<'_>) {
        let said = Said(transaction.before().clone());
        let same = self.asked.enrichments(&said);
        for quad in said.quads(Some(&self.enrichment), Some(prov::ENDED_AT_TIME), None) {
            transaction.remove(&quad);
        }
        for (thing, was_answered) in entry
            .answered
            .iter()
            .map(|thing| (*thing, true))
            .chain(entry.failed.iter().map(|(thing, _)| (*thing, false)))
        {
            for asker in said.subjects(milieu::ASKS_ABOUT, thing.into()) {
                if same.contains(&asker) {
                    if was_answered && asker != self.enrichment {
                        transaction.remove(&Quad::new(asker, milieu::ASKS_ABOUT, thing.clone(), here()));
                    }
                } else if said
                    .objects(&asker, dct::IS_PART_OF)
                    .into_iter()
                    .filter_map(node_of)
                    .any(|whole| same.contains(&whole))
                {
                    said.quads(Some(&asker), None, None).iter().for_each(|quad| transaction.remove(quad));
                }
            }
        }
        let left = Said(transaction.snapshot());
        for idle in same.iter().filter(|enrichment| **enrichment != self.enrichment) {
            let asks = !left.objects(idle, milieu::ASKS_ABOUT).is_empty();
            if !asks && left.subjects(dct::IS_PART_OF, idle.into()).is_empty() {
                let quads =
                    left.quads(Some(idle), None, None).into_iter().chain(left.quads(None, None, Some(idle.into())));
                quads.for_each(|quad| transaction.remove(&quad));
            }
        }
    }
}

/// What `graph:provenance` says in a snapshot.
struct Said(Snapshot);

impl Said {
    fn quads(
        &self,
        subject: Option<&NamedNode>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Vec<Quad> {
        self.0.quads_for_pattern(subject.map(Into::into), predicate, object, Some(here().as_ref())).collect()
    }

    fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<Term> {
        self.quads(Some(subject), Some(predicate), None).into_iter().map(|quad| quad.object).collect()
    }

    fn subjects(&self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> Vec<NamedNode> {
        let quads = self.quads(None, Some(predicate), Some(object)).into_iter();
        let named = |quad: Quad| if let NamedOrBlankNode::NamedNode(node) = quad.subject { Some(node) } else { None };
        quads.filter_map(named).collect()
    }
}

fn node_of(term: Term) -> Option<NamedNode> {
    if let Term::NamedNode(node) = term { Some(node) } else { None }
}

fn time_of(term: &Term) -> Option<SystemTime> {
    if let Term::Literal(literal) = term { humantime::parse_rfc3339(literal.value()).ok() } else { None }
}
