//! A row read as a mention.

use super::answer::Answer;
use super::{Columns, LinkedRow, TableError};
use crate::link::country;
use crate::link::decision::{Decision, LinkOptions, Weighed};
use crate::link::identifier::{Identifier, identify};
use crate::link::mention::Mention;
use crate::link::record::{Country, Record};
use crate::link::target::Target;
use crate::source::Refused;
use crate::source::table::{Cell, Row};
use crate::text::nearest;

/// The columns of a table by their places.
#[derive(Debug)]
pub(super) struct Places {
    file: String,
    columns: Vec<String>,
    name: usize,
    country: Option<usize>,
    city: Option<usize>,
    region: Option<usize>,
    website: Option<usize>,
    identifier: Option<usize>,
}

impl Places {
    pub(super) fn of(file: &str, there: &[String], columns: &Columns) -> Result<Self, TableError> {
        let place = |column: &String| {
            there.iter().position(|other| other == column).ok_or_else(|| TableError::UnknownColumn {
                file: file.to_owned(),
                column: column.clone(),
                nearest: nearest(column, there),
                columns: there.to_vec(),
            })
        };
        let maybe = |column: &Option<String>| column.as_ref().map(place).transpose();
        Ok(Self {
            file: file.to_owned(),
            columns: there.to_vec(),
            name: place(&columns.name)?,
            country: maybe(&columns.country)?,
            city: maybe(&columns.city)?,
            region: maybe(&columns.region)?,
            website: maybe(&columns.website)?,
            identifier: maybe(&columns.identifier)?,
        })
    }

    pub(super) fn link(&self, row: &Row, target: &Target, options: LinkOptions) -> LinkedRow {
        let cells: Vec<String> = row.cells.iter().map(Cell::to_text).collect();
        let at = |place: Option<usize>| place.map(|place| cells[place].as_str()).filter(|text| !text.is_empty());
        let refuse = |place: Option<usize>, value: &str, reason: String| {
            let column = place.map_or_else(String::new, |place| self.columns[place].clone());
            Refused::new(&self.file, row.number, reason).column(column).value(value)
        };
        let mut left_aside = Vec::new();
        let country = at(self.country).and_then(|text| {
            let country: Option<Country> = country::read(text);
            if country.is_none() {
                left_aside.push(refuse(self.country, text, "not a country that is known".to_owned()));
            }
            country
        });
        let known = at(self.identifier).and_then(|text| match known(text, target) {
            Ok(found) => found,
            Err(reason) => {
                left_aside.push(refuse(self.identifier, text, reason));
                None
            }
        });
        let decision = match (&known, at(Some(self.name))) {
            (Some((record, identifier)), _) => identified(record, identifier),
            (None, None) => nameless(),
            (None, Some(text)) => {
                let (city, region, website) = (at(self.city), at(self.region), at(self.website));
                let mention = Mention { text, country, city, region, website };
                target.linker.link(&mention, options)
            }
        };
        let answer = Answer::of(&decision, target, options);
        let identifier = known.map(|(_, identifier)| identifier);
        LinkedRow { number: row.number, answer, decision, identifier, left_aside, cells }
    }
}

/// Nothing was asked.
fn nameless() -> Decision {
    let because = "the row has no name and no identifier that the target knows".to_owned();
    Decision { links: Vec::new(), others: Vec::new(), because }
}

/// An identifier of the row is this record's.
fn identified(record: &Record, identifier: &Identifier) -> Decision {
    let link = Weighed {
        id: record.id.clone(),
        label: record.label().to_owned(),
        name: identifier.to_string(),
        said: identifier.to_string(),
        confidence: 1.0,
        reasons: Vec::new(),
    };
    let because = format!("the identifier {identifier} is this record's");
    Decision { links: vec![link], others: Vec::new(), because }
}

/// The record that an identifier names, if the target has it; an error if the text can only be a mistyped one.
fn known<'a>(text: &str, target: &'a Target) -> Result<Option<(&'a Record, Identifier)>, String> {
    let read = identify(text);
    let mut right = read.iter().filter_map(|one| one.result.as_ref().ok()).peekable();
    if right.peek().is_none() {
        return match read.first().map(|one| &one.result) {
            Some(Err(fault)) => Err(fault.to_string()),
            _ => Ok(None),
        };
    }
    let found = right.find_map(|one| Some((target.by_identifier(one.kind(), one.as_str())?, one.clone())));
    Ok(found)
}
