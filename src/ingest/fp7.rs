//! The Seventh Framework Programme: organisations with their NUTS 3 regions, projects, and one linkage for each project of two or more.

use super::files::{Files, built_in};
use super::nuts::Editions;
use super::project::{self, Frame};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::NamedNode;
use crate::source::fp7::{Organisation, Tables, read};
use crate::source::shipped;
use crate::vocab::{self, foaf, milieu, skos};
use std::collections::BTreeMap;
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("fp7"),
        title: "Participation in the Seventh Framework Programme, as of about 2016".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://cordis.europa.eu/".to_owned()),
    })
}

/// `fp7orgs.csv` and `fp7edges.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let tables = read(files.open("fp7orgs.csv")?, files.open("fp7edges.csv")?)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| take(session, tables))
}

/// The tables that ship with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    let organisations: Vec<Organisation> = shipped::fp7_organisations().collect();
    let participations: Vec<_> = shipped::fp7_participations().collect();
    let rows_read = (organisations.len() + participations.len()) as u64;
    let tables = Tables { organisations, participations, rows_read, ..Tables::default() };
    let files = built_in(&[shipped::FP7_ORGANISATIONS, shipped::FP7_PARTICIPATIONS]);
    session
        .fill(&origin(session.load), "Seventh Framework Programme (built in)", files, |session| take(session, tables))
}

fn take(session: &mut Session<'_>, tables: Tables) -> Result<(), LoadError> {
    session.count(tables.rows_read, tables.refused);
    let mut editions = Editions::new();
    session
        .records("organisations", &tables.organisations, |session, one| organisation(session, &mut editions, one))?;
    let mut partners: BTreeMap<u32, Vec<NamedNode>> = BTreeMap::new();
    session.records("participations", &tables.participations, |session, participation| {
        let rcn = participation.rcn;
        let partner = actor(&participation.organisation);
        let role = vocab::id(&format!("participation/fp7/{rcn}/{}", participation.organisation));
        // The source does not say in what role, nor for how much money.
        project::role(session, &project_iri(rcn), &role, &partner, None, None);
        partners.entry(rcn).or_default().push(partner);
    })?;
    let projects: Vec<_> = partners.into_iter().collect();
    session.records("projects", &projects, |session, (rcn, partners)| {
        let iri = project_iri(*rcn);
        let label = format!("Seventh Framework Programme project {rcn}");
        let unknown = Frame { start: None, end: None, maximum_contribution: None, total_cost: None };
        project::project(session, &iri, &label, Some(*rcn), &unknown);
        project::joint_research(session, format!("fp7/{rcn}"), &label, &iri, partners, [None, None]);
    })
}

fn actor(id: &str) -> NamedNode {
    vocab::id(&format!("actor/fp7/{id}"))
}

fn project_iri(rcn: u32) -> NamedNode {
    vocab::id(&format!("project/fp7/{rcn}"))
}

fn organisation(session: &mut Session<'_>, editions: &mut Editions, organisation: &Organisation) {
    let iri = actor(&organisation.id);
    project::actor(session, &iri, &organisation.id, &organisation.name, organisation.country);
    if let Some(code) = &organisation.nuts3 {
        editions.locate(session, &iri, code, organisation.country);
    }
    for (predicate, text) in [(skos::ALT_LABEL, &organisation.short_name), (milieu::CITY_NAME, &organisation.city)] {
        if let Some(text) = text {
            session.text(&iri, predicate, text);
        }
    }
    if let Some(page) = organisation.url.as_deref().and_then(project::page) {
        session.say(&iri, foaf::HOMEPAGE, &page);
    }
}
