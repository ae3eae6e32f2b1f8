//! What the research programmes of the Union have in common: actors by kind, projects, roles, and the linkage a project is.

use super::session::Session;
use crate::model::vocab::xsd;
use crate::model::{NamedNode, NamedNodeRef};
use crate::source::value::{ActivityType, Alpha3, Amount, Date};
use crate::vocab::{self, dct, milieu, org, s66, schema};
use std::fmt::Display;

/// Says who an actor is and in which country.
pub(super) fn actor(session: &mut Session<'_>, actor: &NamedNode, identifier: &str, label: &str, country: Alpha3) {
    session.is_a(actor, milieu::ACTOR);
    session.text(actor, dct::IDENTIFIER, identifier);
    session.label(actor, label);
    session.say(actor, milieu::IN_COUNTRY, &vocab::country(country.as_str()));
}

/// Says of what kind an actor is, and by EURIO's class where it has one. `PRC` is any private firm, never an SME.
pub(super) fn kind(session: &mut Session<'_>, actor: &NamedNode, kind: ActivityType) {
    let (concept, class): (&str, Option<NamedNodeRef<'static>>) = match kind {
        ActivityType::Hes => ("higher-education", Some(s66::HIGHER_OR_SECONDARY_EDUCATION)),
        ActivityType::Prc => ("private-for-profit", None),
        ActivityType::Rec => ("research-organisation", Some(s66::RESEARCH_ORGANISATION)),
        ActivityType::Pub => ("public-body", Some(s66::PUBLIC_BODY)),
        ActivityType::Oth => ("other", None),
    };
    session.say(actor, org::CLASSIFICATION, &vocab::concept("actor-kind", concept));
    if let Some(class) = class {
        session.is_a(actor, class);
    }
}

/// First and last day and the money of a project, as far as they are known.
pub(super) struct Frame {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    pub(super) maximum_contribution: Option<Amount>,
    pub(super) total_cost: Option<Amount>,
}

/// Says what a project is; `rcn` is its record control number.
pub(super) fn project(session: &mut Session<'_>, project: &NamedNode, label: &str, rcn: Option<u32>, frame: &Frame) {
    session.is_a(project, s66::PROJECT);
    session.label(project, label);
    if let Some(rcn) = rcn {
        session.text(project, s66::RCN, &rcn.to_string());
    }
    for (predicate, date) in [(s66::START_DATE, frame.start), (s66::END_DATE, frame.end)] {
        if let Some(date) = date {
            session.date(project, predicate, date);
        }
    }
    let money = [(milieu::MAXIMUM_CONTRIBUTION, frame.maximum_contribution), (milieu::TOTAL_COST, frame.total_cost)];
    for (predicate, amount) in money {
        if let Some(amount) = amount {
            session.decimal(project, predicate, amount);
        }
    }
}

/// Says that an actor has a part in a project: as what, and for how many euros, where the source says so.
pub(super) fn role(
    session: &mut Session<'_>,
    project: &NamedNode,
    role: &NamedNode,
    actor: &NamedNode,
    label: Option<&str>,
    contribution: Option<Amount>,
) {
    session.say(project, s66::HAS_INVOLVED_PARTY, role);
    session.is_a(role, s66::ORGANISATION_ROLE);
    session.say(role, s66::IS_ROLE_OF, actor);
    if let Some(label) = label {
        session.text(role, s66::ROLE_LABEL, label);
    }
    if let Some(contribution) = contribution {
        session.decimal(role, milieu::CONTRIBUTION, contribution);
    }
}

/// Says that two or more actors did research together in a project: one linkage with all of them as its ends.
///
/// `name` is the linkage's path under `linkage/`. Every part of a programme gives joint research, that for training and mobility too:
/// what else a part serves, its concept says.
pub(super) fn joint_research(
    session: &mut Session<'_>,
    name: impl Display,
    label: &str,
    project: &NamedNode,
    partners: &[NamedNode],
    dates: [Option<Date>; 2],
) {
    if partners.iter().all(|partner| Some(partner) == partners.first()) {
        return;
    }
    let linkage = vocab::id(&format!("linkage/{name}"));
    session.is_a(&linkage, milieu::LINKAGE);
    session.english(&linkage, crate::model::vocab::rdfs::LABEL, &format!("Joint research in {label}"));
    session.say(&linkage, milieu::HAS_LINKAGE_KIND, &vocab::concept("linkage-kind", "joint-research"));
    session.say(&linkage, milieu::USES_CHANNEL, &vocab::concept("channel", "joint-project"));
    session.say(&linkage, milieu::RESTS_ON, project);
    for partner in partners {
        session.say(&linkage, milieu::HAS_END, partner);
    }
    for (predicate, date) in [schema::START_DATE, schema::END_DATE].into_iter().zip(dates) {
        if let Some(date) = date {
            session.typed(&linkage, predicate, date, xsd::DATE);
        }
    }
}

/// The IRI of an organisation's page; what is none is no page.
pub(super) fn page(url: &str) -> Option<NamedNode> {
    let url = url.trim();
    let url = if url.starts_with("http://") || url.starts_with("https://") {
        url.to_owned()
    } else {
        format!("http://{url}")
    };
    let host = url.split("//").nth(1)?.split('/').next()?;
    if !host.contains('.') {
        return None;
    }
    NamedNode::new(url).ok()
}
