//! Where every named graph is from: `graph:provenance`.
//!
//! Of a graph: `a dcat:Dataset ; dct:title ; dct:license ; dct:source ; prov:wasGeneratedBy load`. Of a load: `a prov:Activity ;
//! prov:used file ; prov:endedAtTime ; milieu:rowsRead ; milieu:rowsRefused`. Of a file: `a prov:Entity ; milieu:fileName ;
//! milieu:sha256`. Loading again replaces what was said of the graph, its loads, and files that nothing else used.

use super::Report;
use super::session::Origin;
use crate::model::vocab::{rdf, rdfs, xsd};
use crate::model::{
    GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef,
};
use crate::snapshot::Snapshot;
use crate::store::Transaction;
use crate::vocab::{self, dcat, dct, milieu, prov};
use rustc_hash::FxHashSet;
use std::time::SystemTime;

fn here() -> GraphName {
    vocab::graph("provenance").into()
}

/// Says where the graph of `report` is from, and which other graphs the same load wrote into.
pub(super) fn record(
    transaction: &mut Transaction<'_>,
    origin: &Origin,
    report: &Report,
    also: &FxHashSet<NamedNode>,
    time: SystemTime,
) {
    let graph = here();
    let mut say = |subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term| {
        let quad = Quad::new(subject.clone(), predicate.into_owned(), object, graph.clone());
        transaction.insert(&quad);
    };
    let name = origin.graph.as_str().rsplit('/').next().unwrap_or_default();
    let load = vocab::id(&format!("load/{name}/{}", &report.sha256[..16]));
    let english = |text: &str| Literal::new_language_tagged_literal_unchecked(text, "en").into();
    let integer = |number: u64| Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into();

    say(&origin.graph, rdf::TYPE, dcat::DATASET.into_owned().into());
    say(&origin.graph, rdfs::LABEL, english(&origin.title));
    say(&origin.graph, dct::TITLE, english(&origin.title));
    for (predicate, value) in [(dct::LICENSE, &origin.licence), (dct::SOURCE, &origin.source)] {
        if let Some(value) = value {
            say(&origin.graph, predicate, iri_or_text(value));
        }
    }
    for written in std::iter::once(&origin.graph).chain(also) {
        say(written, rdf::TYPE, dcat::DATASET.into_owned().into());
        say(written, prov::WAS_GENERATED_BY, load.clone().into());
    }
    say(&load, rdf::TYPE, prov::ACTIVITY.into_owned().into());
    say(&load, rdfs::LABEL, english(&format!("Load of {}", origin.title)));
    say(&load, prov::ENDED_AT_TIME, date_time(time).into());
    say(&load, milieu::ROWS_READ, integer(report.rows_read));
    say(&load, milieu::ROWS_REFUSED, integer(report.rows_refused));
    for used in &report.files {
        let file = vocab::id(&format!("file/{}", used.sha256));
        say(&load, prov::USED, file.clone().into());
        say(&file, rdf::TYPE, prov::ENTITY.into_owned().into());
        say(&file, rdfs::LABEL, Literal::new_simple_literal(&used.name).into());
        say(&file, milieu::FILE_NAME, Literal::new_simple_literal(&used.name).into());
        say(&file, milieu::SHA_256, Literal::new_simple_literal(&used.sha256).into());
    }
}

/// Takes back what was said of `graph` and its loads; gives the other graphs that only those loads wrote.
pub(super) fn forget(transaction: &mut Transaction<'_>, graph: &NamedNode) -> Vec<NamedNode> {
    let said = Said(transaction.snapshot());
    let loads = said.objects(graph.into(), prov::WAS_GENERATED_BY);
    let mut gone = vec![Term::from(graph.clone())];
    let mut orphans = Vec::new();
    for load in &loads {
        for other in said.subjects(prov::WAS_GENERATED_BY, load) {
            let only_these = said.objects(other.as_ref(), prov::WAS_GENERATED_BY).iter().all(|by| loads.contains(by));
            if let NamedOrBlankNode::NamedNode(other) = other
                && other != *graph
                && only_these
                && !gone.contains(&other.clone().into())
            {
                gone.push(other.clone().into());
                orphans.push(other);
            }
        }
        if let Term::NamedNode(node) = load {
            for file in said.objects(node.into(), prov::USED) {
                let used_by = said.subjects(prov::USED, &file);
                if used_by.into_iter().all(|by| loads.contains(&by.into())) {
                    gone.push(file);
                }
            }
        }
    }
    // A load may have written graphs of others too, which then must not point to it any more.
    for load in loads {
        for quad in said.quads(None, Some(prov::WAS_GENERATED_BY), Some(load.as_ref())) {
            transaction.remove(&quad);
        }
        gone.push(load);
    }
    for thing in gone {
        if let Term::NamedNode(thing) = thing {
            for quad in said.quads(Some((&thing).into()), None, None) {
                transaction.remove(&quad);
            }
        }
    }
    orphans
}

/// What `graph:provenance` says in a snapshot.
struct Said(Snapshot);

impl Said {
    fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Vec<Quad> {
        self.0.quads_for_pattern(subject, predicate, object, Some(here().as_ref())).collect()
    }

    fn objects(&self, subject: NamedOrBlankNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Vec<Term> {
        self.quads(Some(subject), Some(predicate), None).into_iter().map(|quad| quad.object).collect()
    }

    fn subjects(&self, predicate: NamedNodeRef<'_>, object: &Term) -> Vec<NamedOrBlankNode> {
        self.quads(None, Some(predicate), Some(object.as_ref())).into_iter().map(|quad| quad.subject).collect()
    }
}

fn iri_or_text(value: &str) -> Term {
    match NamedNode::new(value) {
        Ok(iri) => iri.into(),
        Err(_) => Literal::new_simple_literal(value).into(),
    }
}

/// A time as provenance says it: to the second, in UTC.
pub(crate) fn date_time(time: SystemTime) -> Literal {
    Literal::new_typed_literal(humantime::format_rfc3339_seconds(time).to_string(), xsd::DATE_TIME)
}
