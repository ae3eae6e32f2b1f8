//! Horizon 2020: who took part in which project, in what role, with how much money.

pub use super::h2020_tables::{Tables, read};

use super::country_codes::country;
use super::rows::{Cell, Dialect, records};
use super::value::{ActivityType, Alpha3, Amount, Date, NotThis};
use super::{Refused, Source};
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

/// A row as published: a participation with its project and its organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on.
    pub line: u64,
    /// The project, without its parts of the programme.
    pub project: Project,
    /// The organisation, without its name.
    pub organisation: Organisation,
    /// The participation.
    pub participation: Participation,
}

/// A row of the list of names.
pub(super) struct Named {
    pub(super) pic: u32,
    pub(super) name: String,
    pub(super) short_name: Option<String>,
    pub(super) city: Option<String>,
    pub(super) activity_type: ActivityType,
}

const DIALECT: Dialect = Dialect::COMMA.missing(&["NA"]);

/// Reads `h2020.csv`, a row a participation; `NA` is no value, save for a country, where it is Namibia.
///
/// ```
/// use milieu::source::{Source, h2020};
///
/// let csv = "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost,group\n\
///            221856,participant,998802502,REC,NA,EL,2019-05-01,2022-04-30,2927875,2928125,eu15\n";
/// let source = Source::from_bytes("h2020.csv", csv).unwrap();
/// let row = h2020::rows(source).unwrap().next().unwrap().unwrap();
/// assert_eq!(row.organisation.country.as_str(), "GRC");
/// assert_eq!(row.participation.contribution, None);
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn rows(source: Source) -> Result<impl Iterator<Item = Result<Row, Refused>>, Refused> {
    let columns = [
        "rcn",
        "role",
        "pic",
        "type",
        "contribution",
        "country",
        "start_date",
        "end_date",
        "max_contribution",
        "total_cost",
        "group",
    ];
    records(source, DIALECT, &columns, |row| {
        let (rcn, pic) = (row.parse("rcn")?, row.parse("pic")?);
        Ok(Row {
            line: row.line(),
            project: Project {
                rcn,
                start_date: row.parse_optional("start_date")?,
                end_date: row.parse_optional("end_date")?,
                maximum_contribution: row.parse_optional("max_contribution")?,
                total_cost: row.parse_optional("total_cost")?,
                programme_parts: Vec::new(),
            },
            organisation: Organisation {
                pic,
                activity_type: row.parse("type")?,
                country: country(row, "country")?,
                standing: row.parse("group")?,
                name: None,
                short_name: None,
                city: None,
            },
            participation: Participation {
                rcn,
                pic,
                role: row.parse("role")?,
                contribution: row.parse_optional("contribution")?,
            },
        })
    })
}

/// Reads `programme_parts.csv`: a project's number and one part of the programme that funds it.
///
/// ```
/// use milieu::source::{Source, h2020};
///
/// let source = Source::from_bytes("parts.csv", "rcn,programme_part\n221856,SC4\n").unwrap();
/// let first = h2020::programme_parts(source).unwrap().next().unwrap().unwrap();
/// assert_eq!(first, (221_856, "SC4".to_owned()));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn programme_parts(source: Source) -> Result<impl Iterator<Item = Result<(u32, String), Refused>>, Refused> {
    records(source, DIALECT, &["rcn", "programme_part"], |row| {
        Ok((row.parse("rcn")?, row.text("programme_part")?.to_owned()))
    })
}

/// Reads `h2020_orgs_2017.csv`, the names known in 2017, natural persons among them.
pub(super) fn names(source: Source) -> Result<impl Iterator<Item = Result<(u64, Named), Refused>>, Refused> {
    let columns = ["pic", "name", "shortName", "city", "activityType"];
    records(source, DIALECT, &columns, |row| {
        let named = Named {
            pic: row.parse("pic")?,
            name: row.text("name")?.to_owned(),
            short_name: row.owned("shortName")?,
            city: row.owned("city")?,
            activity_type: row.parse("activityType")?,
        };
        Ok((row.line(), named))
    })
}

impl Cell for Standing {
    fn read(text: &str) -> Result<Self, NotThis> {
        match text {
            "eu15" => Ok(Self::Eu15),
            "eu13" => Ok(Self::Eu13),
            "ac" => Ok(Self::Ac),
            "tc" => Ok(Self::Tc),
            _ => Err(NotThis::expected("one of eu15, eu13, ac, tc")),
        }
    }
}

impl Cell for Role {
    fn read(text: &str) -> Result<Self, NotThis> {
        [Self::Coordinator, Self::Participant, Self::Partner]
            .into_iter()
            .find(|role| role.label() == text)
            .ok_or(NotThis::expected("one of coordinator, participant, partner"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn na_is_no_value_but_a_country() {
        let csv = "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost,group\n\
                   1,participant,2,REC,NA,NA,NA,NA,NA,NA,tc\n";
        let row = rows(Source::from_bytes("h2020.csv", csv).unwrap()).unwrap().next().unwrap().unwrap();
        assert_eq!(row.organisation.country.as_str(), "NAM");
        assert_eq!((row.project.start_date, row.project.total_cost), (None, None));
    }

    #[test]
    fn an_unknown_country_is_refused_by_name() {
        let csv = "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost,group\n\
                   1,participant,2,REC,,QQ,,,,,eu15\n1,partner,2,SME,,BE,,,,,eu15\n1,partner,2,PRC,,BE,2019-13-01,,,,eu15\n";
        let source = Source::from_bytes("h2020.csv", csv).unwrap();
        let told: Vec<String> = rows(source).unwrap().map(|row| row.unwrap_err().to_string()).collect();
        assert_eq!(
            told,
            [
                "h2020.csv:2: column \"country\": value \"QQ\": not a country that is known",
                "h2020.csv:3: column \"type\": value \"SME\": expected one of HES, PRC, REC, PUB, OTH",
                "h2020.csv:4: column \"start_date\": value \"2019-13-01\": expected a day such as 2019-05-01",
            ]
        );
    }
}
