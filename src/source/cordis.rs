//! CORDIS as the Publications Office gives it out today: `project.csv` and `organization.csv`, parted by `;`.

use super::value::{ActivityType, Alpha3, Amount, Date};
use serde::{Deserialize, Serialize};

/// A row of `project.csv`: `id:project/cordis/ID`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// The grant agreement's number.
    pub id: String,
    /// The acronym.
    pub acronym: Option<String>,
    /// `SIGNED`, `CLOSED`, `TERMINATED`.
    pub status: Option<String>,
    /// The title.
    pub title: String,
    /// First day.
    pub start_date: Option<Date>,
    /// Last day.
    pub end_date: Option<Date>,
    /// The whole cost, in euros.
    pub total_cost: Option<Amount>,
    /// The most the Union pays, in euros (`ecMaxContribution`).
    pub maximum_contribution: Option<Amount>,
    /// The part of the programme in law: `HORIZON.2.4`.
    pub legal_basis: Option<String>,
    /// The topic of the call.
    pub topics: Option<String>,
    /// The day the Commission signed.
    pub signature_date: Option<Date>,
    /// `HORIZON`, `H2020`, `FP7`.
    pub framework_programme: Option<String>,
    /// The call it answers, and the call's part.
    pub master_call: Option<String>,
    /// The call's part.
    pub sub_call: Option<String>,
    /// `HORIZON-RIA`, `HORIZON-CSA` ...
    pub funding_scheme: Option<String>,
    /// The objective, often several paragraphs.
    pub objective: Option<String>,
    /// The record control number.
    pub rcn: Option<u32>,
    /// The DOI of the grant.
    pub grant_doi: Option<String>,
}

/// A row of `organization.csv`: one organisation in one project. Street, postcode, VAT number and contact form are not read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Participation {
    /// The project's number, [`Project::id`].
    pub project: String,
    /// The organisation's participant identification code: `id:actor/pic/PIC`.
    pub organisation: String,
    /// The name.
    pub name: String,
    /// The short name.
    pub short_name: Option<String>,
    /// Whether it is a small or medium-sized enterprise; `None` when the source does not say.
    pub sme: Option<bool>,
    /// The kind.
    pub activity_type: Option<ActivityType>,
    /// The city.
    pub city: Option<String>,
    /// The country.
    pub country: Alpha3,
    /// The NUTS code, of any level.
    pub nuts: Option<String>,
    /// Latitude in degrees north, from `geolocation`.
    pub latitude: Option<f64>,
    /// Longitude in degrees east, from `geolocation`.
    pub longitude: Option<f64>,
    /// The organisation's page.
    pub url: Option<String>,
    /// Its place in the list of the project's participants.
    pub order: Option<u32>,
    /// Its role.
    pub role: Role,
    /// What the Union pays it, in euros (`ecContribution`).
    pub contribution: Option<Amount>,
    /// The same without what it passes on to third parties (`netEcContribution`).
    pub net_contribution: Option<Amount>,
    /// Its own cost, in euros.
    pub total_cost: Option<Amount>,
    /// Whether it left the project before its end (`endOfParticipation`).
    pub left: Option<bool>,
    /// Whether it is still in it (`active`).
    pub active: Option<bool>,
}

/// A role in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Leads the consortium.
    Coordinator,
    /// Signed the grant agreement.
    Participant,
    /// Takes part at its own cost, without having signed.
    AssociatedPartner,
    /// Works for a participant.
    ThirdParty,
    /// Takes part internationally, as older programmes called it.
    InternationalPartner,
    /// Takes part without having signed, as older programmes called it.
    Partner,
}

impl Role {
    /// The role as CORDIS writes it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Participant => "participant",
            Self::AssociatedPartner => "associatedPartner",
            Self::ThirdParty => "thirdParty",
            Self::InternationalPartner => "internationalPartner",
            Self::Partner => "partner",
        }
    }
}
