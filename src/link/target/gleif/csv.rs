//! The golden copy as CSV: some 340 columns, of which each is named by its path in the XML.

use csv::{ByteRecord, ReaderBuilder};

use super::super::intake::{Intake, TargetError};
use super::super::reader::{Glimpse, Reader};
use super::{Entity, IRI_PREFIX, LICENCE};
use crate::source::{Refused, Source};

pub(in super::super) const READER: Reader = Reader {
    name: "gleif-csv",
    title: "Legal Entity Identifiers (GLEIF golden copy), CSV",
    iri_prefix: IRI_PREFIX,
    licence: Some(LICENCE),
    knows,
    read,
};

fn knows(glimpse: &Glimpse<'_>) -> bool {
    let start = glimpse.text.get(..32).unwrap_or(glimpse.text).replace('"', "");
    start.starts_with("LEI,Entity.LegalName")
}

/// Where the columns stand.
struct Columns {
    lei: usize,
    legal_name: usize,
    other_names: Vec<usize>,
    legal: [Option<usize>; 2],
    headquarters: [Option<usize>; 2],
    category: Option<usize>,
    status: Option<usize>,
    registration: Option<usize>,
    created: Option<usize>,
    successors: Vec<usize>,
}

impl Columns {
    /// Those of a header; the name of the column that has to be there and is not.
    fn of(header: &[&str]) -> Result<Self, &'static str> {
        let at = |name: &str| header.iter().position(|column| *column == name);
        let address = |which: &str| ["City", "Country"].map(|part| at(&format!("Entity.{which}Address.{part}")));
        // Numbered from 1; `.xmllang` and `.type` stand beside them.
        let numbered = |before: &str| {
            let is = |column: &str| {
                column.strip_prefix(before).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            };
            header.iter().enumerate().filter(|(_, column)| is(column)).map(|(at, _)| at).collect::<Vec<_>>()
        };
        let mut other_names = numbered("Entity.OtherEntityNames.OtherEntityName.");
        other_names.extend(numbered("Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName."));
        let successor =
            |column: &str| column.starts_with("Entity.SuccessorEntity.") && column.ends_with("SuccessorLEI");
        Ok(Self {
            lei: at("LEI").ok_or("LEI")?,
            legal_name: at("Entity.LegalName").ok_or("Entity.LegalName")?,
            other_names,
            legal: address("Legal"),
            headquarters: address("Headquarters"),
            category: at("Entity.EntityCategory"),
            status: at("Entity.EntityStatus"),
            registration: at("Registration.RegistrationStatus"),
            created: at("Entity.EntityCreationDate"),
            successors: header.iter().enumerate().filter(|(_, name)| successor(name)).map(|(at, _)| at).collect(),
        })
    }

    fn entity(&self, row: &ByteRecord) -> Result<Entity, String> {
        let cell = |at: usize| match std::str::from_utf8(&row[at]) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(format!("no UTF-8 in column {}", at + 1)),
        };
        let maybe = |at: Option<usize>| at.map_or(Ok(String::new()), cell);
        let filled = |places: &[usize]| {
            places.iter().filter(|at| !row[**at].is_empty()).map(|at| cell(*at)).collect::<Result<Vec<_>, _>>()
        };
        let address = |[city, country]: [Option<usize>; 2]| Ok::<_, String>([maybe(city)?, maybe(country)?]);
        Ok(Entity {
            lei: cell(self.lei)?,
            legal_name: cell(self.legal_name)?,
            other_names: filled(&self.other_names)?,
            legal: address(self.legal)?,
            headquarters: address(self.headquarters)?,
            category: maybe(self.category)?,
            status: maybe(self.status)?,
            registration: maybe(self.registration)?,
            created: maybe(self.created)?,
            successors: filled(&self.successors)?,
        })
    }
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let mut reader = ReaderBuilder::new().flexible(true).buffer_capacity(1 << 18).from_reader(source);
    let unreadable = |intake: &Intake<'_>, line: u64, error: csv::Error| {
        TargetError::from(Refused::new(intake.file(), line, format!("cannot be read on: {error}")))
    };
    let header = reader.byte_headers().map_err(|error| unreadable(intake, 1, error))?;
    let names: Vec<&str> = header
        .iter()
        .map(|name| std::str::from_utf8(name).unwrap_or_default().trim_start_matches('\u{feff}').trim())
        .collect();
    let width = names.len();
    let columns = Columns::of(&names)
        .map_err(|missing| Refused::new(intake.file(), 1, "there is no such column").column(missing))?;
    let mut row = ByteRecord::new();
    loop {
        let line = reader.position().line();
        if !reader.read_byte_record(&mut row).map_err(|error| unreadable(intake, line, error))? {
            return Ok(());
        }
        if row.len() != width {
            let lei = String::from_utf8_lossy(&row[0]);
            let reason = format!("{} cells, expected {width}", row.len());
            intake.refuse(Refused::new(intake.file(), line, reason).value(&lei))?;
            continue;
        }
        match columns.entity(&row) {
            Ok(entity) => entity.hand_on(line, intake)?,
            Err(reason) => {
                let lei = String::from_utf8_lossy(&row[columns.lei]);
                intake.refuse(Refused::new(intake.file(), line, reason).value(&lei))?;
            }
        }
    }
}
