//! Legal Entity Identifiers: GLEIF's golden copy in the common data format (LEI-CDF 3.1), as CSV and as XML.
//!
//! Records that were never valid (duplicate, annulled, cancelled) and those of natural persons in business (sole proprietors) are passed
//! over. What was merged, retired or wound up is kept as gone. A place is that of the headquarters, else the legal address.

mod csv;
mod xml;

pub(super) use self::csv::READER as CSV;
pub(super) use self::xml::READER as XML;

use super::intake::{Intake, TargetError};
use crate::link::country::code;
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, Relation};
use crate::source::Refused;

const IRI_PREFIX: &str = "https://rdf.gleif.org/L1/L-";
const LICENCE: &str = "CC0-1.0";

/// What a record says, in the words of the format.
#[derive(Debug, Default)]
struct Entity {
    lei: String,
    legal_name: String,
    other_names: Vec<String>,
    /// City and country.
    legal: [String; 2],
    headquarters: [String; 2],
    category: String,
    status: String,
    registration: String,
    created: String,
    successors: Vec<String>,
}

impl Entity {
    /// Hands the record on, or says what is wrong with it.
    fn hand_on(self, line: u64, intake: &mut Intake<'_>) -> Result<(), TargetError> {
        let refused = match Kind::Lei.parse(&self.lei) {
            Err(fault) => {
                Refused::new(intake.file(), line, format!("not a record: {fault}")).column("LEI").value(&self.lei)
            }
            Ok(_) if self.legal_name.trim().is_empty() => {
                Refused::new(intake.file(), line, "no name").column("LegalName").value(&self.lei)
            }
            Ok(_) if matches!(self.registration.as_str(), "DUPLICATE" | "ANNULLED" | "CANCELLED") => {
                return intake.pass();
            }
            Ok(_) if self.category == "SOLE_PROPRIETOR" => return intake.pass(),
            Ok(_) => return intake.take(self.record()),
        };
        intake.refuse(refused)
    }

    fn record(self) -> Record {
        let [legal, headquarters] = [self.legal, self.headquarters];
        let [city, country] = if headquarters[1].is_empty() { legal } else { headquarters };
        let mut record = Record {
            id: self.lei,
            country: code(&country),
            city: Some(city).filter(|city| !city.is_empty()),
            company: self.category == "GENERAL" || self.category.is_empty(),
            gone: self.status == "INACTIVE" || matches!(self.registration.as_str(), "MERGED" | "RETIRED"),
            relations: self.successors.into_iter().map(|other| (Relation::Related, other)).collect(),
            kinds: Some(self.category.to_lowercase()).filter(|kind| !kind.is_empty()).into_iter().collect(),
            established: self.created.get(..4).and_then(|year| year.parse().ok()),
            ..Record::default()
        };
        record.add_name(&self.legal_name, NameKind::Label);
        for name in &self.other_names {
            record.add_name(name, NameKind::Alias);
        }
        record
    }
}
