//! Horizon 2020: who took part in which project, in what role, with how much money.

use super::value::{ActivityType, Alpha3, Amount, Date};
use serde::{Deserialize, Serialize};

/// An organisation, by its participant identification code (PIC).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Participant identification code: `id:actor/pic/PIC`.
    pub pic: u32,
    /// The kind that CORDIS gives. `Prc` is any private firm, not an SME.
    pub activity_type: ActivityType,
    /// The country it takes part from.
    pub country: Alpha3,
    /// Its standing towards the programme.
    pub standing: Standing,
    /// The name, known for those that took part by 2017.
    pub name: Option<String>,
    /// The short name.
    pub short_name: Option<String>,
    /// The city, as written by the organisation, often in capitals.
    pub city: Option<String>,
}

/// A country's standing towards Horizon 2020.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Member state of the EU before 2004 (the United Kingdom among them).
    Eu15,
    /// Member state of the EU since 2004.
    Eu13,
    /// Country associated with the programme.
    Ac,
    /// Third country.
    Tc,
}

/// A project, by its record control number in CORDIS (RCN).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Record control number: `id:project/h2020/RCN`.
    pub rcn: u32,
    /// First day, when known.
    pub start_date: Option<Date>,
    /// Last day, when known.
    pub end_date: Option<Date>,
    /// The most the Union pays, in euros.
    pub maximum_contribution: Option<Amount>,
    /// The whole cost, in euros.
    pub total_cost: Option<Amount>,
    /// Parts of the programme it was funded by: `MSCA`, `SC4`, `Innovation in SMEs`; sorted, none to three.
    #[serde(with = "super::value::list")]
    pub programme_parts: Vec<String>,
}

/// One organisation in one project; a pair occurs once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The project's record control number.
    pub rcn: u32,
    /// The organisation's participant identification code.
    pub pic: u32,
    /// What it is in the project.
    pub role: Role,
    /// What the Union pays it, in euros.
    pub contribution: Option<Amount>,
}

/// A role in a Horizon 2020 project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Leads the consortium.
    Coordinator,
    /// Signed the grant agreement.
    Participant,
    /// Takes part without having signed (as in Marie Skłodowska-Curie actions).
    Partner,
}

impl Role {
    /// The role's label: `coordinator`, `participant`, `partner`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Participant => "participant",
            Self::Partner => "partner",
        }
    }
}
