//! The golden copy as XML. Whatever prefix its elements have, their local names are looked at.

use std::io::BufReader;

use quick_xml::Reader as XmlReader;
use quick_xml::events::Event;

use super::super::intake::{Intake, TargetError};
use super::super::reader::{Glimpse, Reader};
use super::{Entity, IRI_PREFIX, LICENCE};
use crate::source::{LineByLine, Refused, Source};

pub(in super::super) const READER: Reader = Reader {
    name: "gleif-xml",
    title: "Legal Entity Identifiers (GLEIF golden copy), XML",
    iri_prefix: IRI_PREFIX,
    licence: Some(LICENCE),
    knows,
    read,
};

/// The longest record, in bytes; published ones have some thousands.
const LONGEST: u64 = 1 << 20;

fn knows(glimpse: &Glimpse<'_>) -> bool {
    glimpse.text.starts_with('<') && glimpse.text.contains("http://www.gleif.org/data/schema/leidata/")
}

/// A record under way.
struct Record {
    entity: Entity,
    line: u64,
    /// Whose city and country come.
    address: Option<Address>,
    text: String,
    /// What is wrong with it.
    fault: Option<String>,
}

#[derive(Clone, Copy)]
enum Address {
    Legal,
    Headquarters,
}

impl Record {
    fn begun(line: u64) -> Self {
        Self { entity: Entity::default(), line, address: None, text: String::new(), fault: None }
    }

    fn opened(&mut self, name: &[u8]) {
        self.text.clear();
        match name {
            b"LegalAddress" => self.address = Some(Address::Legal),
            b"HeadquartersAddress" => self.address = Some(Address::Headquarters),
            _ => {}
        }
    }

    fn closed(&mut self, name: &[u8]) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let entity = &mut self.entity;
        match name {
            b"LEI" => entity.lei = text,
            b"LegalName" => entity.legal_name = text,
            b"OtherEntityName" | b"TransliteratedOtherEntityName" => entity.other_names.push(text),
            b"EntityCategory" => entity.category = text,
            b"EntityStatus" => entity.status = text,
            b"EntityCreationDate" => entity.created = text,
            b"RegistrationStatus" => entity.registration = text,
            b"SuccessorLEI" => entity.successors.push(text),
            b"LegalAddress" | b"HeadquartersAddress" => self.address = None,
            b"City" | b"Country" => {
                let place = usize::from(name == b"Country");
                match self.address {
                    Some(Address::Legal) => entity.legal[place] = text,
                    Some(Address::Headquarters) => entity.headquarters[place] = text,
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn hand_on(self, intake: &mut Intake<'_>) -> Result<(), TargetError> {
        match self.fault {
            None => self.entity.hand_on(self.line, intake),
            Some(reason) => intake.refuse(Refused::new(intake.file(), self.line, reason).value(&self.entity.lei)),
        }
    }
}

fn read(source: Source, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let lines = LineByLine::new(source);
    let reached = lines.reached();
    let mut reader = XmlReader::from_reader(BufReader::with_capacity(1 << 16, lines));
    let mut buffer = Vec::new();
    let mut record: Option<Record> = None;
    let mut begun_at = 0;
    let mut depth = 0_u64;
    loop {
        buffer.clear();
        let unreadable = |reason: String| TargetError::from(Refused::new(intake.file(), reached.get(), reason));
        let event =
            reader.read_event_into(&mut buffer).map_err(|error| unreadable(format!("cannot be read on: {error}")))?;
        if record.is_some() && reader.buffer_position() - begun_at > LONGEST {
            return Err(unreadable(format!("a record of more than {LONGEST} bytes")));
        }
        match (event, &mut record) {
            (Event::Start(start), record) => {
                depth += 1;
                match (start.local_name().as_ref(), record) {
                    (b"LEIRecord", record) => {
                        begun_at = reader.buffer_position();
                        *record = Some(Record::begun(reached.get()));
                    }
                    (name, Some(record)) => record.opened(name),
                    _ => {}
                }
            }
            (Event::End(end), open) => {
                depth = depth.saturating_sub(1);
                if end.local_name().as_ref() == b"LEIRecord" {
                    if let Some(record) = open.take() {
                        record.hand_on(intake)?;
                    }
                } else if let Some(record) = open {
                    record.closed(end.local_name().as_ref());
                }
            }
            (Event::Text(text), Some(record)) => match text.unescape() {
                Ok(text) => record.text.push_str(&text),
                Err(error) => record.fault = Some(format!("a text cannot be understood: {error}")),
            },
            (Event::CData(text), Some(record)) => match std::str::from_utf8(&text) {
                Ok(text) => record.text.push_str(text),
                Err(_) => record.fault = Some("no UTF-8".to_owned()),
            },
            (Event::Eof, _) if depth > 0 => return Err(unreadable("it breaks off within an element".to_owned())),
            (Event::Eof, _) => return Ok(()),
            _ => {}
        }
    }
}
