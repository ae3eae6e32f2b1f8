//! CORDIS as it is published today: actors, projects, roles, and one linkage for each project of two or more.

use super::files::Files;
use super::nuts::Editions;
use super::project::{self, Frame};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::NamedNode;
use crate::source::cordis::{Participation, Project, participations, projects};
use crate::source::value::ActivityType;
use crate::vocab::{self, foaf, milieu, org, s66, skos, wgs};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("cordis"),
        title: "CORDIS: projects and their participants".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://cordis.europa.eu/".to_owned()),
    })
}

/// `project.csv` and `organization.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let projects = projects(files.open("project.csv")?)?;
    let organisations = participations(files.open("organization.csv")?)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| take(session, projects, organisations))
}

/// What is known of a project before its partners are linked.
struct Known {
    label: String,
    frame: Frame,
}

fn actor(pic: &str) -> NamedNode {
    vocab::id(&format!("actor/pic/{pic}"))
}

fn project_iri(id: &str) -> NamedNode {
    vocab::id(&format!("project/cordis/{id}"))
}

/// Fills the graph. `organization.csv` has a row for each part in a project, so an actor is described by the first row that names
/// it, and by any row that says it is an SME.
fn take(
    session: &mut Session<'_>,
    projects: impl Iterator<Item = Result<Project, crate::source::Refused>>,
    participations: impl Iterator<Item = Result<Participation, crate::source::Refused>>,
) -> Result<(), LoadError> {
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    session.rows("projects", projects, |session, record| {
        let (id, described) = one_project(session, record);
        known.insert(id, described);
    })?;
    let mut actors: FxHashMap<String, (Participation, bool)> = FxHashMap::default();
    let mut partners: BTreeMap<String, Vec<NamedNode>> = BTreeMap::new();
    session.rows("organisations", participations, |session, record| {
        let partner = actor(&record.organisation);
        let role = vocab::id(&format!("participation/cordis/{}/{}", record.project, record.organisation));
        let label = Some(record.role.label());
        project::role(session, &project_iri(&record.project), &role, &partner, label, record.contribution);
        partners.entry(record.project.clone()).or_default().push(partner);
        let sme = record.sme == Some(true);
        actors.entry(record.organisation.clone()).or_insert_with(|| (record.clone(), sme)).1 |= sme;
    })?;
    let mut editions = Editions::new();
    for (record, sme) in actors.values() {
        describe(session, &mut editions, record, *sme);
    }
    for (id, partners) in &partners {
        let unknown = || format!("CORDIS project {id}");
        let label = known.get(id).map_or_else(unknown, |known| known.label.clone());
        let dates = known.get(id).map_or([None, None], |known| [known.frame.start, known.frame.end]);
        if !known.contains_key(id) {
            let frame = Frame { start: None, end: None, maximum_contribution: None, total_cost: None };
            project::project(session, &project_iri(id), &label, None, &frame);
        }
        project::joint_research(session, format!("cordis/{id}"), &label, &project_iri(id), partners, dates);
    }
    Ok(())
}

fn one_project(session: &mut Session<'_>, record: &Project) -> (String, Known) {
    let label = match &record.acronym {
        Some(acronym) => format!("{acronym}: {}", record.title),
        None => record.title.clone(),
    };
    let frame = Frame {
        start: record.start_date,
        end: record.end_date,
        maximum_contribution: record.maximum_contribution,
        total_cost: record.total_cost,
    };
    let iri = project_iri(&record.id);
    project::project(session, &iri, &label, record.rcn, &frame);
    session.text(&iri, vocab::dct::IDENTIFIER, &record.id);
    (record.id.clone(), Known { label, frame })
}

fn describe(session: &mut Session<'_>, editions: &mut Editions, record: &Participation, sme: bool) {
    let iri = actor(&record.organisation);
    project::actor(session, &iri, &record.organisation, &record.name, record.country);
    match record.activity_type {
        Some(ActivityType::Prc) if sme => {
            session.say(&iri, org::CLASSIFICATION, &vocab::concept("actor-kind", "small-or-medium-firm"));
        }
        Some(kind) => project::kind(session, &iri, kind),
        None => {}
    }
    if sme {
        session.is_a(&iri, s66::SME);
    }
    if let Some(code) = &record.nuts {
        editions.locate(session, &iri, code, record.country);
    }
    for (predicate, text) in [(skos::ALT_LABEL, &record.short_name), (milieu::CITY_NAME, &record.city)] {
        if let Some(text) = text {
            session.text(&iri, predicate, text);
        }
    }
    if let (Some(latitude), Some(longitude)) = (record.latitude, record.longitude) {
        session.decimal(&iri, wgs::LAT, latitude);
        session.decimal(&iri, wgs::LONG, longitude);
    }
    if let Some(page) = record.url.as_deref().and_then(project::page) {
        session.say(&iri, foaf::HOMEPAGE, &page);
    }
}
