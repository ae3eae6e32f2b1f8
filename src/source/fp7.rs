//! The Seventh Framework Programme: which organisation took part in which project.

use super::country_codes::{self, country};
use super::person::{NATURAL_PERSON, is_natural_person};
use super::rows::{Dialect, records};
use super::value::Alpha3;
use super::{Refused, Source};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// An organisation of the Seventh Framework Programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The data set's own identifier, an MD5 (or, for one in six, the PIC): `id:actor/fp7/ID`.
    pub id: String,
    /// The name, in capitals.
    pub name: String,
    /// The short name.
    pub short_name: Option<String>,
    /// The page of the organisation.
    pub url: Option<String>,
    /// The NUTS region, mostly of level 3 and of the edition then in force; known for one in six.
    pub nuts3: Option<String>,
    /// The country.
    pub country: Alpha3,
    /// The city, as written by the organisation.
    pub city: Option<String>,
}

/// One organisation in one project.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Participation {
    /// The project's record control number: `id:project/fp7/RCN`.
    pub rcn: u32,
    /// The organisation's identifier.
    pub organisation: String,
}

/// What was read of the programme: organisations, participations, and the rows that were not taken.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Organisations, each once, in the order of the file.
    pub organisations: Vec<Organisation>,
    /// Participations, each once, in the order of the file.
    pub participations: Vec<Participation>,
    /// Rows of both files that were not taken.
    pub refused: Vec<Refused>,
    /// Rows of both files.
    pub rows_read: u64,
}

/// Reads `fp7orgs.csv` and `fp7edges.csv` together.
///
/// An identifier can stand on several rows with variants of one name: the first is taken, the others are refused.
/// A natural person is left out with its participations; so is the second row of a participation that is told twice.
///
/// ```
/// use milieu::source::{Source, fp7};
///
/// let organisations = "new_org_id;organisationName;organisationShortName;organizationUrl;REGION_Level_NUTS_3;country;city\n\
///                      a1;01DB METRAVIB SAS;;;FR716;FR;LIMONEST\na2;DR JANE EXAMPLE;;;;UK;LONDON\n";
/// let edges = "projectRcn\tnew_org_id\n92257\ta1\n92257\ta2\n92257\ta3\n";
/// let tables = fp7::read(
///     Source::from_bytes("fp7orgs.csv", organisations).unwrap(),
///     Source::from_bytes("fp7edges.csv", edges).unwrap(),
/// )
/// .unwrap();
/// assert_eq!((tables.organisations.len(), tables.participations.len()), (1, 1));
/// let reasons: Vec<_> = tables.refused.iter().map(|refused| refused.reason.as_str()).collect();
/// assert_eq!(reasons, ["natural person", "natural person", "no organisation was taken under this identifier"]);
/// ```
///
/// # Errors
/// When a header lacks a column.
pub fn read(organisations: Source, edges: Source) -> Result<Tables, Refused> {
    let mut tables = Tables::default();
    let mut is_person: HashMap<String, bool> = HashMap::new();
    let file = organisations.file().to_owned();
    for row in organisation_rows(organisations)? {
        tables.rows_read += 1;
        let taken = row.and_then(|(line, organisation)| {
            if is_person.contains_key(&organisation.id) {
                let reason = "the identifier stands on an earlier row";
                let refused = Refused::new(&file, line, reason).column("new_org_id");
                return Err(refused.value(&organisation.id));
            }
            let person = is_natural_person(&organisation.name, None);
            is_person.insert(organisation.id.clone(), person);
            if person {
                return Err(Refused::new(&file, line, NATURAL_PERSON).column("organisationName"));
            }
            Ok(organisation)
        });
        match taken {
            Ok(organisation) => tables.organisations.push(organisation),
            Err(refused) => tables.refused.push(refused),
        }
    }
    let mut seen = HashSet::new();
    let file = edges.file().to_owned();
    for row in edge_rows(edges)? {
        tables.rows_read += 1;
        let taken = row.and_then(|(line, participation)| {
            let id = &participation.organisation;
            let refuse = |reason| Refused::new(&file, line, reason).column("new_org_id");
            match is_person.get(id) {
                None => Err(refuse("no organisation was taken under this identifier").value(id)),
                Some(true) => Err(refuse(NATURAL_PERSON)),
                Some(false) if !seen.insert(participation.clone()) => {
                    Err(refuse("the participation stands on an earlier row").value(id))
                }
                Some(false) => Ok(participation),
            }
        });
        match taken {
            Ok(participation) => tables.participations.push(participation),
            Err(refused) => tables.refused.push(refused),
        }
    }
    Ok(tables)
}

fn organisation_rows(source: Source) -> Result<impl Iterator<Item = Result<(u64, Organisation), Refused>>, Refused> {
    let columns = [
        "new_org_id",
        "organisationName",
        "organisationShortName",
        "organizationUrl",
        "REGION_Level_NUTS_3",
        "country",
        "city",
    ];
    records(source, Dialect::SEMICOLON, &columns, |row| {
        let country = match row.text("country")? {
            // The data set's own code for Kosovo, beside the usual XK.
            "KO" => country_codes::alpha3("XK").ok_or_else(|| row.refuse("country", "unknown"))?,
            _ => country(row, "country")?,
        };
        let organisation = Organisation {
            id: row.text("new_org_id")?.to_owned(),
            name: row.text("organisationName")?.to_owned(),
            short_name: row.owned("organisationShortName")?,
            url: row.owned("organizationUrl")?,
            nuts3: row.optional("REGION_Level_NUTS_3")?.filter(|code| code.len() > 2).map(str::to_owned),
            country,
            city: row.owned("city")?,
        };
        Ok((row.line(), organisation))
    })
}

fn edge_rows(source: Source) -> Result<impl Iterator<Item = Result<(u64, Participation), Refused>>, Refused> {
    records(source, Dialect::TAB, &["projectRcn", "new_org_id"], |row| {
        let participation =
            Participation { rcn: row.parse("projectRcn")?, organisation: row.text("new_org_id")?.to_owned() };
        Ok((row.line(), participation))
    })
}
