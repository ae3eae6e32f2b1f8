//! CORDIS as the Publications Office gives it out today: `project.csv` and `organization.csv`, parted by `;`.

use super::country_codes::country;
use super::person::{NATURAL_PERSON, is_natural_person};
use super::rows::{Cell, Dialect, Row, records};
use super::value::{ActivityType, Alpha3, Amount, Date, NotThis};
use super::{Refused, Source};
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

/// Reads `project.csv`. Further columns than those needed may stand in the file.
///
/// ```
/// use milieu::source::{self, cordis};
///
/// let projects = cordis::projects(source::open("tests/data/cordis/project.csv").unwrap()).unwrap();
/// let first = projects.map(Result::unwrap).next().unwrap();
/// assert_eq!(first.acronym.as_deref(), Some("TIDEWISE"));
/// assert_eq!(first.total_cost.unwrap().to_string(), "3200450.75");
/// assert!(first.objective.unwrap().contains("\n"));
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn projects(source: Source) -> Result<impl Iterator<Item = Result<Project, Refused>>, Refused> {
    let columns = [
        "id",
        "acronym",
        "status",
        "title",
        "startDate",
        "endDate",
        "totalCost",
        "ecMaxContribution",
        "legalBasis",
        "topics",
        "ecSignatureDate",
        "frameworkProgramme",
        "masterCall",
        "subCall",
        "fundingScheme",
        "objective",
        "rcn",
        "grantDoi",
    ];
    records(source, Dialect::SEMICOLON, &columns, |row| {
        Ok(Project {
            id: number(row, "id")?,
            acronym: row.owned("acronym")?,
            status: row.owned("status")?,
            title: row.text("title")?.to_owned(),
            start_date: row.parse_optional("startDate")?,
            end_date: row.parse_optional("endDate")?,
            total_cost: row.parse_optional("totalCost")?,
            maximum_contribution: row.parse_optional("ecMaxContribution")?,
            legal_basis: row.owned("legalBasis")?,
            topics: row.owned("topics")?,
            signature_date: row.parse_optional("ecSignatureDate")?,
            framework_programme: row.owned("frameworkProgramme")?,
            master_call: row.owned("masterCall")?,
            sub_call: row.owned("subCall")?,
            funding_scheme: row.owned("fundingScheme")?,
            objective: row.owned("objective")?,
            rcn: row.parse_optional("rcn")?,
            grant_doi: row.owned("grantDoi")?,
        })
    })
}

/// Reads `organization.csv`; a natural person's row is refused without its name.
///
/// ```
/// use milieu::source::{self, cordis};
///
/// let source = source::open("tests/data/cordis/organization.csv").unwrap();
/// let (taken, refused): (Vec<_>, Vec<_>) =
///     cordis::participations(source).unwrap().partition(Result::is_ok);
/// assert_eq!((taken.len(), refused.len()), (15, 1));
/// let smes = taken.iter().flatten().filter(|row| row.sme == Some(true)).count();
/// assert_eq!(smes, 5);
/// ```
///
/// # Errors
/// When the header lacks a column.
pub fn participations(source: Source) -> Result<impl Iterator<Item = Result<Participation, Refused>>, Refused> {
    let columns = [
        "projectID",
        "organisationID",
        "name",
        "shortName",
        "SME",
        "activityType",
        "city",
        "country",
        "nutsCode",
        "geolocation",
        "organizationURL",
        "order",
        "role",
        "ecContribution",
        "netEcContribution",
        "totalCost",
        "endOfParticipation",
        "active",
    ];
    records(source, Dialect::SEMICOLON, &columns, |row| {
        let name = row.text("name")?;
        let activity_type = row.parse_optional("activityType")?;
        if is_natural_person(name, activity_type) {
            return Err(row.refuse_unnamed("name", NATURAL_PERSON));
        }
        let place: Option<Place> = row.parse_optional("geolocation")?;
        Ok(Participation {
            project: number(row, "projectID")?,
            organisation: number(row, "organisationID")?,
            name: name.to_owned(),
            short_name: row.owned("shortName")?,
            sme: row.parse_optional("SME")?,
            activity_type,
            city: row.owned("city")?,
            country: country(row, "country")?,
            nuts: row.owned("nutsCode")?,
            latitude: place.map(|place| place.0),
            longitude: place.map(|place| place.1),
            url: row.owned("organizationURL")?,
            order: row.parse_optional("order")?,
            role: row.parse("role")?,
            contribution: row.parse_optional("ecContribution")?,
            net_contribution: row.parse_optional("netEcContribution")?,
            total_cost: row.parse_optional("totalCost")?,
            left: row.parse_optional("endOfParticipation")?,
            active: row.parse_optional("active")?,
        })
    })
}

/// Identifiers become part of an IRI: they are kept as text, and must be digits.
fn number(row: &Row<'_>, column: &str) -> Result<String, Refused> {
    let text = row.text(column)?;
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(row.refuse(column, "expected digits"))
}

/// Latitude and longitude as CORDIS writes them: `(50.85,4.35)`.
#[derive(Clone, Copy)]
struct Place(f64, f64);

impl Cell for Place {
    fn read(text: &str) -> Result<Self, NotThis> {
        let degrees = |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|angle| angle.abs() <= most);
        let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
        inside
            .split_once(',')
            .and_then(|(north, east)| Some(Self(degrees(north, 90.0)?, degrees(east, 180.0)?)))
            .ok_or(NotThis::expected("a place such as (50.85,4.35)"))
    }
}

impl Cell for bool {
    fn read(text: &str) -> Result<Self, NotThis> {
        match text {
            "true" | "TRUE" | "True" => Ok(true),
            "false" | "FALSE" | "False" => Ok(false),
            _ => Err(NotThis::expected("true or false")),
        }
    }
}

impl Cell for Role {
    fn read(text: &str) -> Result<Self, NotThis> {
        [
            Self::Coordinator,
            Self::Participant,
            Self::AssociatedPartner,
            Self::ThirdParty,
            Self::InternationalPartner,
            Self::Partner,
        ]
        .into_iter()
        .find(|role| role.label() == text)
        .ok_or(NotThis::expected(
            "coordinator, participant, associatedPartner, thirdParty, internationalPartner or partner",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;country;nutsCode;geolocation;organizationURL;contactForm;order;role;ecContribution;netEcContribution;totalCost;endOfParticipation;active\n";

    fn read(row: &str) -> Result<Participation, Refused> {
        let source = Source::from_bytes("organization.csv", format!("{HEADER}{row}\n")).unwrap();
        participations(source).unwrap().next().unwrap()
    }

    #[test]
    fn an_empty_sme_cell_says_nothing() {
        let row = read("101;A;900000001;;\"A; B GMBH\";;;PRC;;;WIEN;AT;AT130;\"(48.2,16.37)\";;;1;coordinator;\"100,5\";;;false;true").unwrap();
        assert_eq!((row.sme, row.name.as_str()), (None, "A; B GMBH"));
        assert_eq!((row.latitude, row.longitude), (Some(48.2), Some(16.37)));
        assert_eq!(row.contribution.unwrap().to_string(), "100.5");
        assert_eq!((row.left, row.active), (Some(false), Some(true)));
    }

    #[test]
    fn bad_cells_are_named() {
        for (row, told) in [
            (
                "101;A;900000001;;A GMBH;;yes;PRC;;;WIEN;AT;;;;;1;coordinator;;;;;",
                r#"column "SME": value "yes": expected true or false"#,
            ),
            (
                "101;A;900000001;;A GMBH;;;PRC;;;WIEN;AT;;(95,200);;;1;coordinator;;;;;",
                r#"column "geolocation": value "(95,200)": expected a place such as (50.85,4.35)"#,
            ),
            (
                "101;A;900000001;;A GMBH;;;PRC;;;WIEN;ZZ;;;;;1;coordinator;;;;;",
                r#"column "country": value "ZZ": not a country that is known"#,
            ),
            (
                "101;A;9/1;;A GMBH;;;PRC;;;WIEN;AT;;;;;1;coordinator;;;;;",
                r#"column "organisationID": value "9/1": expected digits"#,
            ),
            (
                "101;A;900000001;;DR ANNA BEISPIEL;;;PRC;;;WIEN;AT;;;;;1;participant;;;;;",
                r#"column "name": natural person"#,
            ),
        ] {
            assert_eq!(read(row).unwrap_err().to_string(), format!("organization.csv:2: {told}"));
        }
    }
}
