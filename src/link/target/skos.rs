//! Regions (NUTS) and activities (NACE) in SKOS, as the Publications Office and Eurostat publish them: RDF/XML, Turtle or JSON-LD.

use rustc_hash::FxHashMap;

use super::intake::{Intake, TargetError};
use super::rdf::{self, Statement};
use super::reader::{Glimpse, Reader};
use crate::link::country::code;
use crate::link::identifier::Kind;
use crate::link::record::{NameKind, Record, Relation};
use crate::source::{Refused, Source};

pub(super) const NUTS: Reader = Reader {
    name: "nuts",
    title: "NUTS regions of Eurostat, RDF",
    iri_prefix: "http://data.europa.eu/nuts/code/",
    licence: Some("CC-BY-4.0"),
    knows: |glimpse| is_skos(glimpse) && glimpse.text.contains("http://data.europa.eu/nuts/"),
    read: |source, intake| read(source, Kind::Nuts, intake),
};

pub(super) const NACE: Reader = Reader {
    name: "nace",
    title: "NACE activities of Eurostat, RDF",
    iri_prefix: "http://data.europa.eu/ux2/nace2/",
    licence: Some("CC-BY-4.0"),
    knows: |glimpse| is_skos(glimpse) && ["/ux2/nace2", "/nace/"].iter().any(|part| glimpse.text.contains(part)),
    read: |source, intake| read(source, Kind::Nace, intake),
};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

fn is_skos(glimpse: &Glimpse<'_>) -> bool {
    glimpse.text.contains(SKOS)
}

/// A concept under way.
#[derive(Default)]
struct Concept {
    record: Record,
    /// The line on which it was first spoken of.
    line: u64,
    notation: Option<String>,
    typed: bool,
}

fn read(source: Source, kind: Kind, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let mut concepts: Vec<Concept> = Vec::new();
    let mut of: FxHashMap<String, usize> = FxHashMap::default();
    rdf::each(source, intake, |_, statement| {
        let number = *of.entry(statement.subject.clone()).or_insert_with(|| {
            let record = Record { id: statement.subject.clone(), ..Record::default() };
            concepts.push(Concept { record, line: statement.line, ..Concept::default() });
            concepts.len() - 1
        });
        said(&mut concepts[number], &statement);
        Ok(())
    })?;
    for concept in concepts {
        if concept.typed {
            hand_on(concept, kind, intake)?;
        } else {
            intake.pass()?;
        }
    }
    Ok(())
}

fn said(concept: &mut Concept, statement: &Statement) {
    let value = rdf::text(&statement.object);
    let record = &mut concept.record;
    match statement.predicate.as_str() {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" => {
            concept.typed |= value.strip_prefix(SKOS) == Some("Concept");
        }
        "http://data.europa.eu/nuts/level" => record.kinds = vec![format!("level {value}")],
        "http://www.w3.org/ns/adms#status" => record.gone |= value.ends_with("/DEPRECATED"),
        predicate => match predicate.strip_prefix(SKOS) {
            Some("prefLabel") => record.add_name(&value, NameKind::Label),
            Some("altLabel") => record.add_name(&value, NameKind::Alias),
            Some("notation") => concept.notation = Some(value),
            Some("broader") => relate(record, Relation::Parent, value),
            Some("narrower") => relate(record, Relation::Child, value),
            _ => {}
        },
    }
}

fn relate(record: &mut Record, relation: Relation, other: String) {
    if !record.relations.iter().any(|(known, id)| *known == relation && *id == other) {
        record.relations.push((relation, other));
    }
}

fn hand_on(concept: Concept, kind: Kind, intake: &mut Intake<'_>) -> Result<(), TargetError> {
    let Concept { mut record, line, notation, .. } = concept;
    let last = record.id.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
    let code_text = notation.unwrap_or(last);
    if record.names.is_empty() {
        let refused = Refused::new(intake.file(), line, "a concept without a label").value(&record.id);
        return intake.refuse(refused);
    }
    // Codes of other editions are others.
    if kind == Kind::Nuts || !record.id.contains("/nace2.1/") {
        intake.identify(&mut record, kind, &code_text, (line, "notation"));
    }
    record.add_name(&code_text, NameKind::Acronym);
    if kind == Kind::Nuts {
        record.country = code_text.get(..2).and_then(code);
    }
    intake.take(record)
}
