//! Horizon 2020: organisations, projects, roles, and one linkage for each project of two or more.

use super::files::{Files, built_in};
use super::project::{self, Frame};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::NamedNode;
use crate::source::h2020::{Organisation, Project, Tables, read};
use crate::source::shipped;
use crate::vocab::{self, milieu, skos};
use rustc_hash::FxHashMap;
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("h2020"),
        title: "Participation in Horizon 2020, as of December 2020".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://cordis.europa.eu/".to_owned()),
    })
}

/// `h2020.csv`, `programme_parts.csv` and, for names, `h2020_orgs_2017.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let participations = files.open("h2020.csv")?;
    let parts = files.open_or("programme_parts.csv", "rcn,programme_part\n")?;
    let names = files.open_or("h2020_orgs_2017.csv", "pic,name,shortName,city,activityType\n")?;
    let tables = read(participations, parts, names)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| take(session, tables))
}

/// The tables that ship with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    let tables = Tables {
        organisations: shipped::h2020_organisations().collect(),
        projects: shipped::h2020_projects().collect(),
        participations: shipped::h2020_participations().collect(),
        ..Tables::default()
    };
    let rows = tables.organisations.len() + tables.projects.len() + tables.participations.len();
    let tables = Tables { rows_read: rows as u64, ..tables };
    let files = built_in(&[shipped::H2020_ORGANISATIONS, shipped::H2020_PROJECTS, shipped::H2020_PARTICIPATIONS]);
    session.fill(&origin(session.load), "Horizon 2020 (built in)", files, |session| take(session, tables))
}

fn take(session: &mut Session<'_>, tables: Tables) -> Result<(), LoadError> {
    session.count(tables.rows_read, tables.refused);
    session.records("organisations", &tables.organisations, organisation)?;
    let mut partners: FxHashMap<u32, Vec<NamedNode>> = FxHashMap::default();
    session.records("participations", &tables.participations, |session, participation| {
        let (rcn, pic) = (participation.rcn, participation.pic);
        let partner = actor(pic);
        let role = vocab::id(&format!("participation/h2020/{rcn}/{pic}"));
        let label = Some(participation.role.label());
        project::role(session, &project_iri(rcn), &role, &partner, label, participation.contribution);
        partners.entry(rcn).or_default().push(partner);
    })?;
    session.records("projects", &tables.projects, |session, project| {
        let partners = partners.get(&project.rcn).map_or(&[][..], Vec::as_slice);
        one_project(session, project, partners);
    })
}

fn actor(pic: u32) -> NamedNode {
    vocab::id(&format!("actor/pic/{pic}"))
}

fn project_iri(rcn: u32) -> NamedNode {
    vocab::id(&format!("project/h2020/{rcn}"))
}

fn organisation(session: &mut Session<'_>, organisation: &Organisation) {
    let iri = actor(organisation.pic);
    let pic = organisation.pic.to_string();
    let unnamed = || format!("Horizon 2020 participant {pic}");
    let label = organisation.name.clone().unwrap_or_else(unnamed);
    project::actor(session, &iri, &pic, &label, organisation.country);
    project::kind(session, &iri, organisation.activity_type);
    if let Some(short) = &organisation.short_name {
        session.text(&iri, skos::ALT_LABEL, short);
    }
    if let Some(city) = &organisation.city {
        session.text(&iri, milieu::CITY_NAME, city);
    }
}

fn one_project(session: &mut Session<'_>, project: &Project, partners: &[NamedNode]) {
    let iri = project_iri(project.rcn);
    let label = format!("Horizon 2020 project {}", project.rcn);
    let frame = Frame {
        start: project.start_date,
        end: project.end_date,
        maximum_contribution: project.maximum_contribution,
        total_cost: project.total_cost,
    };
    project::project(session, &iri, &label, Some(project.rcn), &frame);
    for part in &project.programme_parts {
        let concept = part.to_lowercase().replace(' ', "-");
        session.say(&iri, milieu::PROGRAMME_PART, &vocab::concept("programme-part", &concept));
    }
    let name = format!("h2020/{}", project.rcn);
    project::joint_research(session, name, &label, &iri, partners, [frame.start, frame.end]);
}
